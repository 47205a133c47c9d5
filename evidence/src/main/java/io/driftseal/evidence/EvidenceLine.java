package io.driftseal.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonWriter;
import io.driftseal.workload.json.MalformedJsonException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.NoSuchElementException;

/**
 * One line of an export (JSONL): {@code {"entry":{...}}} or {@code {"checkpoint":"<DSSE text>"}}. A
 * checkpoint stands directly behind the entry it covers. A line has one spelling only.
 */
public sealed interface EvidenceLine {

    /** More than a record of the largest size with every character of it escaped once. */
    int MAXIMUM_BYTES = 2 * RecordCodec.MAXIMUM_RECORD_BYTES + 4096;

    /** A link of the chain. */
    record Entry(ChainEntry entry) implements EvidenceLine {}

    /**
     * @param envelope not verified yet
     */
    record SignedHead(String envelope) implements EvidenceLine {}

    static String write(ChainEntry entry) {
        return JsonWriter.writeString(
                JsonObject.of(
                        "entry",
                        JsonObject.builder()
                                .put("sequence", entry.sequence())
                                .put("time", entry.time().toString())
                                .put("type", entry.type())
                                .put("recordId", entry.recordId())
                                .put("bodySha256", entry.bodySha256())
                                .put("previousHash", entry.previousHash())
                                .put("hash", entry.hash())
                                .put("body", entry.body())
                                .build()));
    }

    static String write(SignedCheckpoint checkpoint) {
        return writeEnvelope(checkpoint.envelope());
    }

    private static String writeEnvelope(String envelope) {
        return JsonWriter.writeString(JsonObject.builder().put("checkpoint", envelope).build());
    }

    /**
     * @throws MalformedRecordException if it is neither
     */
    static EvidenceLine read(String line) throws MalformedRecordException {
        JsonObject object;
        try {
            object =
                    JsonReader.readObject(
                            line.getBytes(UTF_8), new JsonLimits(MAXIMUM_BYTES, 4, 32));
        } catch (MalformedJsonException e) {
            throw new MalformedRecordException(String.valueOf(e.getMessage()), e);
        }
        if (object.string("checkpoint").isPresent()) {
            String envelope = object.string("checkpoint").get();
            return onlySpelling(new SignedHead(envelope), writeEnvelope(envelope), line);
        }
        ChainEntry entry = entry(object.object("entry"));
        return onlySpelling(new Entry(entry), write(entry), line);
    }

    private static EvidenceLine onlySpelling(EvidenceLine read, String written, String line)
            throws MalformedRecordException {
        if (!written.equals(line)) {
            throw new MalformedRecordException("the line is not spelled as exports spell it");
        }
        return read;
    }

    private static ChainEntry entry(JsonObject object) throws MalformedRecordException {
        try {
            return new ChainEntry(
                    object.number("sequence").map(JsonNumber::whole).orElseThrow().orElse(0),
                    Instant.parse(object.string("time").orElseThrow()),
                    object.string("type").orElseThrow(),
                    object.string("recordId").orElseThrow(),
                    object.string("bodySha256").orElseThrow(),
                    object.string("previousHash").orElseThrow(),
                    object.string("hash").orElseThrow(),
                    object.string("body").orElseThrow());
        } catch (IllegalArgumentException | NoSuchElementException | DateTimeException e) {
            throw new MalformedRecordException("the line is neither an entry nor a checkpoint", e);
        }
    }
}
