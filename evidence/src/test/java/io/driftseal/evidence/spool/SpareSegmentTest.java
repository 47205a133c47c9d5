package io.driftseal.evidence.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.evidence.RecordEnvelope;
import io.driftseal.evidence.Records;
import io.driftseal.evidence.spool.AppendResult.Stored;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The next segment, made while the one before is filled. */
class SpareSegmentTest {

    private static final Clock CLOCK = Clock.fixed(Records.TIME.plusSeconds(100), ZoneOffset.UTC);
    private static final SpoolSettings SETTINGS = SpoolSettings.of(64L * 1024 * 1024);
    private static final int FORM_BYTES = 6000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir private Path directory;
    private int number;

    @Test
    void aQuietSpoolHasNone() throws Exception {
        try (RecordSpool spool = open(directory)) {
            fill(spool, Segment.AHEAD_BYTES / 4);
            spool.acknowledge(spool.peek(1, 1).stream().map(SpooledRecord::id).toList());

            assertThat(files(directory)).hasSize(1);
        }
    }

    @Test
    void isThereBeforeItIsWantedAndNoFileGrowsUnderARecord() throws Exception {
        try (RecordSpool spool = open(directory)) {
            // Given a segment of which half is written
            var kept = new ArrayList<>(fill(spool, Segment.AHEAD_BYTES / 2 + 1));

            // Then there is another one, all zeros
            await(directory, 2);
            Map<String, Long> before = files(directory);
            Path next = directory.resolve(before.keySet().stream().toList().getLast());
            assertThat(isZeros(next)).isTrue();

            // When records come until the first is full, Then they go on in the second, and neither
            // file has grown
            kept.addAll(fill(spool, Segment.AHEAD_BYTES * 3 / 4));
            assertThat(files(directory)).containsAllEntriesOf(before);
            assertThat(isZeros(next)).isFalse();
            assertThat(SpooledRecords.read(spool.peek(1000, Long.MAX_VALUE))).isEqualTo(kept);
        }
    }

    @Test
    void isNoDamageWhenTheProcessEndsWithOne() throws Exception {
        Path first = directory.resolve("first");
        Path left = Files.createDirectories(directory.resolve("left"));
        List<RecordEnvelope> kept;
        try (RecordSpool spool = open(first)) {
            kept = fill(spool, Segment.AHEAD_BYTES / 2 + 1);
            await(first, 2);
            for (String name : files(first).keySet()) {
                Files.copy(first.resolve(name), left.resolve(name));
            }
        }
        // Given also one that was being made
        assertThat(files(first)).as("closed").hasSize(1);
        Files.write(left.resolve("records-000000000003.log"), new byte[1234]);

        try (RecordSpool spool = open(left)) {
            assertThat(SpooledRecords.read(spool.peek(1000, Long.MAX_VALUE))).isEqualTo(kept);
            assertThat(spool.refused()).isZero();
            assertThat(files(left)).hasSize(1);
        }
    }

    @Test
    void recordsGoOnInOrderThroughManySegments() throws Exception {
        try (RecordSpool spool = open(directory)) {
            var kept = new ArrayList<RecordEnvelope>();
            for (int round = 0; round < 8; round++) {
                kept.addAll(fill(spool, Segment.AHEAD_BYTES / 3));
            }
            assertThat(SpooledRecords.read(spool.peek(2000, Long.MAX_VALUE))).isEqualTo(kept);

            spool.acknowledge(kept.stream().map(RecordEnvelope::id).toList());
            assertThat(spool.depth()).isZero();
            assertThat(spool.append(record())).isEqualTo(new Stored());
        }
        try (RecordSpool spool = open(directory)) {
            assertThat(spool.peek(2000, Long.MAX_VALUE))
                    .last()
                    .extracting(SpooledRecord::id)
                    .isEqualTo(last().id());
        }
    }

    private List<RecordEnvelope> fill(RecordSpool spool, long bytes) {
        List<RecordEnvelope> kept = new ArrayList<>();
        long end = spool.bytes() + bytes;
        while (spool.bytes() < end) {
            RecordEnvelope record = record();
            assertThat(spool.append(record)).isEqualTo(new Stored());
            kept.add(record);
        }
        return kept;
    }

    private RecordEnvelope record() {
        number++;
        return last();
    }

    private RecordEnvelope last() {
        JsonObject form = JsonObject.of("args", new JsonString("x".repeat(FORM_BYTES)));
        return RecordEnvelope.of(Records.decision(number, "shop", Optional.of(form)));
    }

    private static boolean isZeros(Path file) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        return Arrays.equals(bytes, new byte[bytes.length]);
    }

    /** Whole ones: written and forced. */
    private static void await(Path where, int count) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (files(where).values().stream().filter(size -> size >= Segment.AHEAD_BYTES).count()
                < count) {
            assertThat(System.nanoTime()).as("segments of %s", where).isLessThan(end);
            Thread.sleep(5);
        }
    }

    /** Sizes by name. */
    private static Map<String, Long> files(Path where) throws Exception {
        try (Stream<Path> files = Files.list(where)) {
            Map<String, Long> sizes = new TreeMap<>();
            for (Path file : files.filter(f -> f.toString().endsWith(".log")).toList()) {
                sizes.put(file.getFileName().toString(), Files.size(file));
            }
            return sizes;
        }
    }

    private static RecordSpool open(Path where) throws SpoolException {
        return RecordSpool.open(where, SETTINGS, CLOCK, () -> "gap-" + "0".repeat(32));
    }
}
