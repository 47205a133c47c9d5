package io.driftseal.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonNull;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.JsonWriter;
import io.driftseal.workload.json.MalformedJsonException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Records as JSON and back. Reading is strict: our raw reader first (size, depth, duplicate keys,
 * UTF-8), then the record's own fields, none missing, none unknown, within the record's bounds; and
 * what was read must be written again as the same tree, which no coerced value is.
 */
public final class RecordCodec {

    /** One record with its envelope. Larger decisions are kept without their form. */
    public static final int MAXIMUM_RECORD_BYTES = 512 * 1024;

    /** One request of several records, as {@code POST /v1/records} takes it. */
    public static final int MAXIMUM_BATCH_BYTES = 1024 * 1024;

    public static final int MAXIMUM_BATCH_RECORDS = 500;

    private static final int DEPTH = 136;
    private static final String NOTES = "notes";
    private static final byte[] BATCH_BEGIN = "{\"records\":[".getBytes(UTF_8);
    private static final byte[] BATCH_END = "]}".getBytes(UTF_8);

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .addModule(RawTrees.module())
                    .addModule(ReasonEntries.module())
                    .enable(
                            DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                            DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                            DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                            DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                            DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                    .build();

    private RecordCodec() {}

    /** {@code {"id","type","body"}} in UTF-8. */
    public static byte[] write(RecordEnvelope envelope) {
        var written = new ByteArrayOutputStream();
        write(envelope, written);
        return written.toByteArray();
    }

    /**
     * As {@link #write(RecordEnvelope)}, to where the caller wants it. A record is as large as the
     * pod it is of: each copy of it is felt.
     *
     * @param out takes everything, as one in memory does; not closed
     */
    public static void write(RecordEnvelope envelope, ByteArrayOutputStream out) {
        out.writeBytes(
                ("{\"id\":"
                                + JsonWriter.writeString(new JsonString(envelope.id()))
                                + ",\"type\":"
                                + JsonWriter.writeString(new JsonString(envelope.type().wireName()))
                                + ",\"body\":")
                        .getBytes(UTF_8));
        MAPPER.writeValue(out, envelope.body());
        out.write('}');
    }

    /** The record alone; what the evidence chain holds. */
    public static byte[] writeBody(EvidenceRecord body) {
        return MAPPER.writeValueAsBytes(body);
    }

    /**
     * @throws MalformedRecordException if it is not exactly one record within its bounds
     */
    public static RecordEnvelope read(byte[] utf8) throws MalformedRecordException {
        return envelope(object(utf8, MAXIMUM_RECORD_BYTES));
    }

    /** A record alone, of a type known from elsewhere. */
    public static EvidenceRecord readBody(RecordType type, byte[] utf8)
            throws MalformedRecordException {
        return body(type, object(utf8, MAXIMUM_RECORD_BYTES));
    }

    /** {@code {"records":[...]}} in UTF-8. */
    public static byte[] writeBatch(List<RecordEnvelope> records) {
        return joinBatch(records.stream().map(RecordCodec::write).toList());
    }

    /** As {@link #writeBatch}, of records that were written before. */
    public static byte[] joinBatch(List<byte[]> written) {
        int bytes = BATCH_BEGIN.length + BATCH_END.length + Math.max(0, written.size() - 1);
        for (byte[] each : written) {
            bytes += each.length;
        }
        ByteBuffer batch = ByteBuffer.allocate(bytes).put(BATCH_BEGIN);
        for (int i = 0; i < written.size(); i++) {
            if (i > 0) {
                batch.put((byte) ',');
            }
            batch.put(written.get(i));
        }
        return batch.put(BATCH_END).array();
    }

    /**
     * @throws MalformedRecordException if any of it is malformed: a batch is read as a whole
     */
    public static List<RecordEnvelope> readBatch(byte[] utf8) throws MalformedRecordException {
        List<JsonValue> items = onlyList(object(utf8, MAXIMUM_BATCH_BYTES), "records");
        var records = new ArrayList<RecordEnvelope>();
        for (JsonValue item : items) {
            if (!(item instanceof JsonObject object)) {
                throw new MalformedRecordException("records holds an entry that is not an object");
            }
            records.add(envelope(object));
        }
        return List.copyOf(records);
    }

    /** {@code {"accepted":[...]}}: the ids a receiver has stored. */
    public static byte[] writeAccepted(List<String> ids) {
        return JsonWriter.write(JsonObject.of("accepted", JsonArray.ofStrings(ids)));
    }

    public static List<String> readAccepted(byte[] utf8) throws MalformedRecordException {
        var ids = new ArrayList<String>();
        for (JsonValue item : onlyList(object(utf8, MAXIMUM_BATCH_BYTES), "accepted")) {
            if (!(item instanceof JsonString id)) {
                throw new MalformedRecordException("accepted holds an entry that is not a text");
            }
            ids.add(id.value());
        }
        return List.copyOf(ids);
    }

    private static List<JsonValue> onlyList(JsonObject object, String name)
            throws MalformedRecordException {
        if (!object.members().keySet().equals(Set.of(name))
                || !(object.find(name).orElseThrow() instanceof JsonArray list)) {
            throw new MalformedRecordException("expected an object with one list, " + name);
        }
        if (list.items().size() > MAXIMUM_BATCH_RECORDS) {
            throw new MalformedRecordException(
                    name + " must have at most " + MAXIMUM_BATCH_RECORDS + " entries");
        }
        return list.items();
    }

    private static RecordEnvelope envelope(JsonObject object) throws MalformedRecordException {
        if (!object.members().keySet().equals(Set.of("id", "type", "body"))) {
            throw new MalformedRecordException("a record has exactly the fields id, type and body");
        }
        RecordType type =
                object.string("type")
                        .flatMap(RecordType::of)
                        .orElseThrow(
                                () -> new MalformedRecordException("the record's type is unknown"));
        EvidenceRecord body = body(type, object.object("body"));
        if (!object.string("id").orElse("").equals(body.id())) {
            throw new MalformedRecordException("the record's id is not that of its body");
        }
        return RecordEnvelope.of(body);
    }

    private static EvidenceRecord body(RecordType type, JsonObject body)
            throws MalformedRecordException {
        byte[] utf8 = JsonWriter.write(body);
        if (utf8.length > MAXIMUM_RECORD_BYTES) {
            throw new MalformedRecordException(
                    "a record must have at most " + MAXIMUM_RECORD_BYTES + " bytes");
        }
        EvidenceRecord record;
        try {
            record = MAPPER.readValue(complete(type, body, utf8), type.recordClass());
        } catch (JacksonException e) {
            throw new MalformedRecordException(sentence(type, e), e);
        }
        if (!object(writeBody(record), 2 * MAXIMUM_RECORD_BYTES).equals(body)) {
            throw new MalformedRecordException(
                    "the " + type.wireName() + " record has a value of another type or spelling");
        }
        return record;
    }

    /** The one member that may be left out, as chains of the version before have it. */
    private static byte[] complete(RecordType type, JsonObject body, byte[] utf8) {
        return type == RecordType.DECISION && !body.has(NOTES)
                ? JsonWriter.write(body.with(NOTES, JsonNull.INSTANCE))
                : utf8;
    }

    /** Where it is wrong, without what is there: the text is someone else's. */
    private static String sentence(RecordType type, JacksonException e) {
        StringBuilder path = new StringBuilder();
        e.getPath().forEach(step -> path.append('.').append(step.getPropertyName()));
        String where = path.isEmpty() ? "a field" : "field " + path.substring(1);
        String rule =
                e.getCause() instanceof IllegalArgumentException ours
                        ? ": " + ours.getMessage()
                        : "";
        return "the "
                + type.wireName()
                + " record has a missing, unknown or invalid value in "
                + where
                + rule;
    }

    private static JsonObject object(byte[] utf8, int maximumBytes)
            throws MalformedRecordException {
        try {
            return JsonReader.readObject(utf8, new JsonLimits(maximumBytes, DEPTH, 200_000));
        } catch (MalformedJsonException e) {
            throw new MalformedRecordException(String.valueOf(e.getMessage()), e);
        }
    }
}
