package io.driftseal.evidence.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.driftseal.evidence.MalformedRecordException;
import io.driftseal.evidence.RecordCodec;
import io.driftseal.evidence.RecordEnvelope;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.JsonWriter;
import io.driftseal.workload.json.MalformedJsonException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records that their receiver refused for good, one file each, until a person looks: sent once
 * more, after what was wrong was put right, or put away. At the bound the newest is not kept, and
 * counted; the gap that names its workload travels in every case. Safe for several threads.
 */
public final class RejectedRecords {
    private static final int MAXIMUM_RECORDS = 1000;
    private static final long MAXIMUM_BYTES = 64L * 1024 * 1024;

    /** What is listed: the newest, and of each so much that a person can tell what it was. */
    private static final int MAXIMUM_LISTED = 100;

    private static final int MAXIMUM_SHOWN = 16 * 1024;
    private static final int MAXIMUM_REASON = 256;
    private static final String SUFFIX = ".json";
    private static final Logger log = LoggerFactory.getLogger(RejectedRecords.class);

    private final Path directory;
    private final String receiver;
    private final int maximumRecords;

    /** Length of each file by its number. */
    private final NavigableMap<Long, Long> files = new TreeMap<>();

    private long last;
    private long bytes;
    private long lost;

    private RejectedRecords(Path directory, String receiver, int maximumRecords) {
        this.directory = directory;
        this.receiver = receiver;
        this.maximumRecords = maximumRecords;
    }

    /**
     * Opens a directory, which is made if it is not there.
     *
     * @param receiver who refuses, a name for people: {@code drift-scanner}
     * @throws SpoolException if it cannot be read and written
     */
    public static RejectedRecords open(Path directory, String receiver) throws SpoolException {
        return open(directory, receiver, MAXIMUM_RECORDS);
    }

    static RejectedRecords open(Path directory, String receiver, int maximumRecords)
            throws SpoolException {
        var records = new RejectedRecords(directory, receiver, maximumRecords);
        try {
            Files.createDirectories(directory);
            try (Stream<Path> found = Files.list(directory)) {
                for (Path file : found.toList()) {
                    records.found(file);
                }
            }
        } catch (IOException e) {
            throw new SpoolException(
                    "cannot open directory of rejected records "
                            + directory
                            + "; check that it is writable and on a healthy disk",
                    e);
        }
        return records;
    }

    private void found(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (name.matches("[0-9]{1,18}\\.json")) {
            long number = Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
            long length = Files.size(file);
            files.put(number, length);
            bytes += length;
            last = Math.max(last, number);
        }
    }

    /** Keeps one; false at the bound, or if the disk refuses. */
    public synchronized boolean keep(SpooledRecord record, String reason, Instant now) {
        byte[] content =
                JsonWriter.write(
                        JsonObject.builder()
                                .put("rejectedAt", now.toString())
                                .put("reason", cut(reason, MAXIMUM_REASON))
                                .put("record", new String(record.utf8(), UTF_8))
                                .build());
        if (files.size() >= maximumRecords || bytes + content.length > MAXIMUM_BYTES) {
            lost++;
            return false;
        }
        long number = last + 1;
        try {
            Path draft = directory.resolve("new");
            Files.write(draft, content);
            force(draft);
            Files.move(draft, file(number), ATOMIC_MOVE);
            SegmentStore.forceDirectory(directory);
        } catch (IOException e) {
            lost++;
            log.atWarn().setCause(e).log("rejected record cannot be kept");
            return false;
        }
        last = number;
        files.put(number, (long) content.length);
        bytes += content.length;
        return true;
    }

    /** The record of this number, to be sent once more. */
    public synchronized Optional<RecordEnvelope> find(long number) {
        try {
            Optional<String> record = read(number).string("record");
            return record.isEmpty()
                    ? Optional.empty()
                    : Optional.of(RecordCodec.read(record.get().getBytes(UTF_8)));
        } catch (MalformedRecordException e) {
            log.atWarn()
                    .addKeyValue("number", number)
                    .setCause(e)
                    .log("rejected record unreadable");
            return Optional.empty();
        }
    }

    /** Nobody needs it any more; false if there is none. */
    public synchronized boolean discard(long number) {
        Long length = files.remove(number);
        if (length == null) {
            return false;
        }
        bytes -= length;
        try {
            Files.deleteIfExists(file(number));
        } catch (IOException e) {
            log.atWarn().addKeyValue("number", number).setCause(e).log("file stays");
        }
        return true;
    }

    /** As {@code driftseal dead-letters list} shows them: the newest first. */
    public synchronized byte[] list() {
        List<JsonValue> items = new ArrayList<>();
        for (long number : files.descendingKeySet().stream().limit(MAXIMUM_LISTED).toList()) {
            JsonObject kept = read(number);
            String record = kept.string("record").orElse("");
            Optional<RecordEnvelope> envelope = find(number);
            items.add(
                    JsonObject.builder()
                            .put("number", number)
                            .put("destination", receiver)
                            .put("about", envelope.map(e -> e.type().wireName()).orElse(""))
                            .put("messageId", envelope.map(RecordEnvelope::id).orElse(""))
                            .put("createdAt", kept.string("rejectedAt").orElse(""))
                            .put("attempts", 1)
                            .put("reason", kept.string("reason").orElse("unreadable"))
                            .put("body", new JsonString(cut(record, MAXIMUM_SHOWN)))
                            .build());
        }
        return JsonWriter.write(JsonObject.of("deadLetters", new JsonArray(items)));
    }

    /** How many are kept. */
    public synchronized int size() {
        return files.size();
    }

    /** How many could not be kept, since this was opened. */
    public synchronized long lost() {
        return lost;
    }

    /** Empty where there is none, or it cannot be read. */
    private JsonObject read(long number) {
        if (!files.containsKey(number)) {
            return JsonObject.EMPTY;
        }
        try {
            return JsonReader.readObject(
                    Files.readAllBytes(file(number)), JsonLimits.admissionReview());
        } catch (IOException | MalformedJsonException e) {
            log.atWarn()
                    .addKeyValue("number", number)
                    .setCause(e)
                    .log("rejected record unreadable");
            return JsonObject.EMPTY;
        }
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private Path file(long number) {
        return directory.resolve(number + SUFFIX);
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest) + "...";
    }
}
