package io.driftseal.evidence.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.evidence.RecordCodec;
import io.driftseal.evidence.RecordEnvelope;
import io.driftseal.evidence.Records;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a segment's file ends with: records, zeros written ahead of them, or what a crash left. */
class SegmentTest {

    private static final int SECTOR = 512;

    @TempDir Path directory;

    @Test
    void recordsDoNotMakeTheFileGrowUntilTheRoomAheadIsTaken() throws Exception {
        // Given a segment with a record
        Path file = directory.resolve("segment");
        try (Segment segment = Segment.open(file, Segment.AHEAD_BYTES)) {
            append(segment, record(1));
            long before = Files.size(file);
            assertThat(before).isGreaterThanOrEqualTo(segment.size() + Segment.AHEAD_BYTES);

            // When more come than there was room for, Then it grew once, by that much again
            int growths = 0;
            long known = before;
            while (segment.size() < before) {
                append(segment, record(2));
                growths += Files.size(file) > known ? 1 : 0;
                known = Files.size(file);
            }
            assertThat(growths).isEqualTo(1);
        }
    }

    @Test
    void givesTheRoomAheadBackWhenNothingMoreWillCome() throws Exception {
        Path file = directory.resolve("segment");
        try (Segment segment = Segment.open(file, Segment.AHEAD_BYTES)) {
            append(segment, record(1));
            segment.seal();
            assertThat(file).hasSize(segment.size());
        }

        Path closed = directory.resolve("closed");
        long size;
        try (Segment segment = Segment.open(closed, Segment.AHEAD_BYTES)) {
            append(segment, record(1));
            size = segment.size();
        }
        assertThat(closed).hasSize(size);
    }

    @Test
    void zerosBehindTheLastRecordAreItsEnd() throws Exception {
        byte[] left = leftWithoutClosing(record(1), record(2));

        assertThat(opened(left)).isEqualTo(new Opened(2, false));
    }

    @Test
    void aSectorThatAPowerCutKeptFromTheDiskCostsTheRecordThatWasNotConfirmed() throws Exception {
        // Given two records that were confirmed, and a large one that was being written
        byte[] confirmed = frames(record(1), record(2));
        RecordEnvelope large = record(3, "y".repeat(3_000));
        byte[] left = leftWithoutClosing(record(1), record(2), large);
        int end = confirmed.length + frames(large).length;

        int first = (confirmed.length / SECTOR + 1) * SECTOR;
        for (int from = first; from < end; from += SECTOR) {
            // When the disk did not come to write one of its sectors
            byte[] torn = left.clone();
            Arrays.fill(torn, from, Math.min(from + SECTOR, end), (byte) 0);

            // Then the confirmed ones are there, and nothing is said to be lost
            assertThat(opened(torn)).as("sector at %d", from).isEqualTo(new Opened(2, false));
        }
    }

    @Test
    void aChangedByteIsDamageAlsoInTheLastRecord() throws Exception {
        byte[] left = leftWithoutClosing(record(1), record(2));
        int inTheSecond = frames(record(1)).length + Frame.HEADER_BYTES + 20;
        for (byte value : new byte[] {0, 'X'}) {
            byte[] damaged = left.clone();
            damaged[inTheSecond] = value;

            assertThat(opened(damaged)).as("byte %d", value).isEqualTo(new Opened(1, true));
        }
    }

    @Test
    void anythingBehindTheEndIsDamage() throws Exception {
        byte[] left = leftWithoutClosing(record(1));
        left[left.length - 1] = 1;

        assertThat(opened(left)).isEqualTo(new Opened(1, true));
    }

    private record Opened(int records, boolean damaged) {}

    /** And never with more in the file than its records. */
    private Opened opened(byte[] bytes) throws Exception {
        Path file = Files.write(directory.resolve("opened"), bytes);
        try (Segment segment = Segment.open(file, 0)) {
            assertThat(file).hasSize(segment.size());
            return new Opened(segment.recovered().size(), segment.isDamaged());
        }
    }

    private byte[] leftWithoutClosing(RecordEnvelope... records) throws Exception {
        Path file = Files.createTempFile(directory, "left", "");
        try (Segment segment = Segment.open(file, Segment.AHEAD_BYTES)) {
            for (RecordEnvelope each : records) {
                append(segment, each);
            }
            segment.force();
            return Files.readAllBytes(file);
        }
    }

    private static byte[] frames(RecordEnvelope... records) {
        int length =
                List.of(records).stream()
                        .mapToInt(each -> Frame.HEADER_BYTES + RecordCodec.write(each).length)
                        .sum();
        return new byte[length];
    }

    private static void append(Segment segment, RecordEnvelope record) throws Exception {
        segment.append(record.id(), record.body().time(), Frame.of(record));
    }

    private static RecordEnvelope record(int number) {
        return record(number, "");
    }

    private static RecordEnvelope record(int number, String text) {
        return RecordEnvelope.of(
                Records.decision(
                        number, "shop", Optional.of(JsonObject.of("x", new JsonString(text)))));
    }
}
