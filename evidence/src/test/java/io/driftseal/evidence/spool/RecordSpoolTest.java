package io.driftseal.evidence.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.EvidenceRecord;
import io.driftseal.evidence.RecordCodec;
import io.driftseal.evidence.RecordEnvelope;
import io.driftseal.evidence.RecordGap;
import io.driftseal.evidence.Records;
import io.driftseal.evidence.WorkloadReference;
import io.driftseal.evidence.spool.AppendResult.Cause;
import io.driftseal.evidence.spool.AppendResult.Refused;
import io.driftseal.evidence.spool.AppendResult.Stored;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a spool keeps, refuses, and still has after a crash at any byte. */
class RecordSpoolTest {

    private static final Clock CLOCK = Clock.fixed(Records.TIME.plusSeconds(100), ZoneOffset.UTC);
    private static final SpoolSettings LARGE = SpoolSettings.of(8 * 1024 * 1024);
    private static final long ALL = Long.MAX_VALUE;

    @TempDir private Path directory;
    private final AtomicInteger gaps = new AtomicInteger();

    private RecordSpool open(SpoolSettings settings) throws SpoolException {
        return open(directory, settings);
    }

    private RecordSpool open(Path where, SpoolSettings settings) throws SpoolException {
        return RecordSpool.open(
                where, settings, CLOCK, () -> "gap-" + "%032x".formatted(gaps.incrementAndGet()));
    }

    private static RecordEnvelope record(int number) {
        return RecordEnvelope.of(Records.decision(number));
    }

    private static List<RecordEnvelope> peek(RecordSpool spool, int records, long bytes) {
        return SpooledRecords.read(spool.peek(records, bytes));
    }

    private static List<String> ids(List<RecordEnvelope> batch) {
        return batch.stream().map(RecordEnvelope::id).toList();
    }

    private static RecordGap onlyGap(RecordSpool spool) {
        List<EvidenceRecord> bodies =
                peek(spool, 1000, ALL).stream().map(RecordEnvelope::body).toList();
        return (RecordGap)
                bodies.stream().filter(RecordGap.class::isInstance).findFirst().orElseThrow();
    }

    @Test
    void givesBackWhatItTookOldestFirst() throws Exception {
        try (RecordSpool spool = open(LARGE)) {
            // Given three records
            for (int i = 1; i <= 3; i++) {
                assertThat(spool.append(record(i))).isEqualTo(new Stored());
            }

            // When they are peeked at, twice, Then they are there in order, and stay
            assertThat(peek(spool, 10, ALL)).containsExactly(record(1), record(2), record(3));
            assertThat(peek(spool, 2, ALL)).containsExactly(record(1), record(2));
            assertThat(peek(spool, 10, 1)).containsExactly(record(1));
            assertThat(spool.depth()).isEqualTo(3);
            assertThat(spool.oldestAge()).isEqualTo(Duration.ofSeconds(99));

            // And when one in the middle is acknowledged, Then the others are left
            spool.acknowledge(List.of(record(2).id(), "dec-unknown"));
            assertThat(peek(spool, 10, ALL)).containsExactly(record(1), record(3));
        }
    }

    @Test
    void keepsARecordOnceHoweverOftenItComes() throws Exception {
        try (RecordSpool spool = open(LARGE)) {
            spool.append(record(1));
            assertThat(spool.append(record(1))).isEqualTo(new Stored());
            assertThat(spool.depth()).isEqualTo(1);
        }
    }

    @Test
    void isThereAfterAnEndWithoutClosing() throws Exception {
        // Given a spool of several segments whose process ended, some records acknowledged
        Path copy = directory.resolve("copy");
        try (RecordSpool spool =
                open(directory.resolve("first"), new SpoolSettings(1 << 20, 3000))) {
            for (int i = 1; i <= 20; i++) {
                spool.append(record(i));
            }
            spool.acknowledge(ids(peek(spool, 9, ALL)));
            copyFiles(directory.resolve("first"), copy);
        }

        // When what is on disk is opened again
        try (RecordSpool spool = open(copy, new SpoolSettings(1 << 20, 3000))) {
            // Then all that was not acknowledged is there, in order; of the rest only what shares
            // a segment with it
            List<String> found = ids(peek(spool, 100, ALL));
            assertThat(found)
                    .endsWith(
                            ids(Stream.iterate(10, i -> i + 1)
                                            .limit(11)
                                            .map(RecordSpoolTest::record)
                                            .toList())
                                    .toArray(String[]::new));
            assertThat(found).hasSizeLessThan(15).isSorted();
        }
    }

    @Test
    void keepsEveryWholeRecordWhereverASegmentIsCutOff() throws Exception {
        // Given a segment with two records
        Path original = directory.resolve("original");
        var ends = new ArrayList<Long>();
        try (RecordSpool spool = open(original, LARGE)) {
            for (int i = 1; i <= 2; i++) {
                spool.append(RecordEnvelope.of(Records.decision(i, "shop", Optional.empty())));
                ends.add(spool.bytes());
            }
        }
        byte[] bytes = Files.readAllBytes(segment(original));
        Path cut = directory.resolve("cut");
        Files.createDirectories(cut);

        for (int length = 0; length <= bytes.length; length++) {
            // When it is cut off at any byte and opened
            try (Stream<Path> files = Files.list(cut)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.write(cut.resolve(segment(original).getFileName()), Arrays.copyOf(bytes, length));
            int at = length;
            int whole = (int) ends.stream().filter(end -> end <= at).count();
            try (RecordSpool spool = open(cut, LARGE)) {
                // Then the whole records are there, nothing else, and (every eighth time: it forces
                // the disk) it takes new ones
                assertThat(peek(spool, 10, ALL)).as("cut at %d", length).hasSize(whole);
                if (length % 8 == 0) {
                    assertThat(spool.append(record(9))).isEqualTo(new Stored());
                    assertThat(spool.depth()).as("cut at %d", length).isEqualTo(whole + 1);
                }
            }
        }
    }

    @Test
    void saysThatAnythingMayBeLostWhereConfirmedRecordsAreDamaged() throws Exception {
        // Given a segment of three records with a byte changed in the second
        try (RecordSpool spool = open(LARGE)) {
            for (int i = 1; i <= 3; i++) {
                spool.append(record(i));
            }
        }
        byte[] bytes = Files.readAllBytes(segment(directory));
        bytes[bytes.length / 2] ^= 1;
        Files.write(segment(directory), bytes);

        // When it is opened
        try (RecordSpool spool = open(LARGE)) {
            // Then the first is there, and a gap says that any workload may be concerned
            assertThat(peek(spool, 10, ALL).getFirst()).isEqualTo(record(1));
            assertThat(onlyGap(spool).everything()).isTrue();
        }
    }

    @Test
    void refusesTheNewestAtTheBoundAndNamesItsWorkload() throws Exception {
        // Given a spool with room for two records
        int frame = RecordCodec.write(record(1)).length + Frame.HEADER_BYTES;
        var settings = new SpoolSettings(2L * frame + 10, 2L * frame + 10);
        try (RecordSpool spool = open(settings)) {
            spool.append(record(1));
            spool.append(record(2));

            // When two more come
            assertThat(spool.append(record(3))).isEqualTo(new Refused(Cause.FULL));
            assertThat(spool.append(record(4))).isEqualTo(new Refused(Cause.FULL));

            // Then they are counted, the first two are kept, and the bound holds
            assertThat(spool.refused()).isEqualTo(2);
            assertThat(peek(spool, 10, ALL)).containsExactly(record(1), record(2));
            assertThat(spool.bytes()).isLessThanOrEqualTo(settings.maximumBytes());

            // And when there is room again, Then a gap that names them follows, and goes once
            spool.acknowledge(List.of(record(1).id(), record(2).id()));
            RecordGap gap = onlyGap(spool);
            assertThat(gap.lost()).isEqualTo(2);
            assertThat(gap.everything()).isFalse();
            assertThat(gap.workloads())
                    .extracting(WorkloadReference::name)
                    .containsExactly("web-3", "web-4");
            spool.acknowledge(List.of(gap.gapId()));
            assertThat(peek(spool, 10, ALL)).isEmpty();
            assertThat(spool.depth()).isZero();
        }
    }

    @Test
    void remembersAGapAcrossAnEnd() throws Exception {
        // Given a full spool that refused a record, and ended
        int frame = RecordCodec.write(record(1)).length + Frame.HEADER_BYTES;
        var settings = new SpoolSettings(frame + 10L, frame + 10L);
        try (RecordSpool spool = open(settings)) {
            spool.append(record(1));
            spool.append(record(2));
        }

        // When it is opened and the receiver takes what it has
        try (RecordSpool spool = open(settings)) {
            spool.acknowledge(ids(peek(spool, 10, ALL)));

            // Then the gap comes
            assertThat(onlyGap(spool).workloads())
                    .extracting(WorkloadReference::name)
                    .containsExactly("web-2");
        }
    }

    @Test
    void widensAGapToNamespacesAndThenToEverything() throws Exception {
        // Given a full spool
        int frame = RecordCodec.write(record(1)).length + Frame.HEADER_BYTES;
        try (RecordSpool spool = open(new SpoolSettings(frame + 10L, frame + 10L))) {
            spool.append(record(1));

            // When more workloads of one namespace are refused than are kept one by one
            for (int i = 2; i < GapLedger.MAXIMUM_WORKLOADS + 3; i++) {
                spool.append(record(i));
            }
            // And one of another namespace, and then of more namespaces than are kept
            spool.append(RecordEnvelope.of(Records.decision(5000, "bank", Optional.empty())));
            long before = spool.refused();
            Path copy = directory.resolve("copy");
            copyFiles(directory, copy);
            try (RecordSpool second = open(copy, LARGE)) {
                RecordGap some = onlyGap(second);
                assertThat(some.namespaces()).containsExactly("shop");
                assertThat(some.workloads())
                        .extracting(WorkloadReference::namespace)
                        .containsExactly("bank");
            }
            for (int i = 0;
                    i < GapLedger.MAXIMUM_NAMESPACES * GapLedger.MAXIMUM_WORKLOADS
                            && !everything(spool);
                    i++) {
                spool.append(
                        RecordEnvelope.of(Records.decision(6000 + i, "n" + i, Optional.empty())));
            }

            // Then the gap is of everything, and nothing went uncounted
            spool.acknowledge(List.of(record(1).id()));
            RecordGap gap = onlyGap(spool);
            assertThat(gap.everything()).isTrue();
            assertThat(gap.lost()).isEqualTo(spool.refused()).isGreaterThan(before);
        }
    }

    private boolean everything(RecordSpool spool) throws Exception {
        return spool.depth() > 0
                && Files.readString(directory.resolve("gap.json")).contains("\"everything\":true");
    }

    @Test
    void keepsADecisionThatIsTooLargeWithoutItsForm() throws Exception {
        try (RecordSpool spool = open(LARGE)) {
            // Given a decision whose form alone is larger than a record may be
            var large =
                    JsonObject.of(
                            "x", new JsonString("y".repeat(RecordCodec.MAXIMUM_RECORD_BYTES)));
            DecisionRecord decision = Records.decision(1, "shop", Optional.of(large));

            // When it is appended, Then it is kept without the form
            assertThat(spool.append(RecordEnvelope.of(decision))).isEqualTo(new Stored());
            assertThat(peek(spool, 1, ALL))
                    .containsExactly(RecordEnvelope.of(decision.withoutForm()));
        }
    }

    @Test
    void aRecordThatWasChangedOnDiskIsNotHandedOut() throws Exception {
        try (RecordSpool spool = open(LARGE)) {
            // Given two records, of which one byte is turned on disk while the spool is open
            spool.append(record(1));
            spool.append(record(2));
            try (FileChannel file =
                    FileChannel.open(segment(directory), StandardOpenOption.WRITE)) {
                file.write(ByteBuffer.wrap(new byte[] {'X'}), Frame.HEADER_BYTES + 40L);
            }

            // When they are peeked at, Then it is dropped and counted, and a gap follows the other
            assertThat(peek(spool, 10, ALL)).containsExactly(record(2));
            assertThat(spool.refused()).isEqualTo(1);
            spool.acknowledge(List.of(record(2).id()));
            assertThat(onlyGap(spool).everything()).isTrue();
        }
    }

    @Test
    void isOneProcessesAlone() throws Exception {
        try (RecordSpool spool = open(LARGE)) {
            assertThat(spool.depth()).isZero();
            assertThatThrownBy(() -> open(LARGE))
                    .isInstanceOf(SpoolException.class)
                    .hasMessageContaining("in use by another process");
        }
    }

    @Test
    void storesWhatSeveralThreadsAppendAtOnce() throws Exception {
        try (RecordSpool spool = open(new SpoolSettings(8 << 20, 10_000));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // Given a hundred threads, When each appends two records, Then all are there
            var appends = new ArrayList<Callable<AppendResult>>();
            for (int i = 0; i < 200; i++) {
                RecordEnvelope envelope = record(i);
                appends.add(() -> spool.append(envelope));
            }
            for (var result : threads.invokeAll(appends)) {
                assertThat(result.get()).isEqualTo(new Stored());
            }
            assertThat(ids(peek(spool, 500, ALL))).doesNotHaveDuplicates().hasSize(200);

            // And when all are acknowledged, Then no segment with records is left
            spool.acknowledge(ids(peek(spool, 500, ALL)));
            assertThat(spool.depth()).isZero();
            assertThat(spool.bytes()).isLessThan(20_000);
        }
    }

    @Test
    void keepsARecordOnceThatSeveralThreadsBringAtOnce() throws Exception {
        try (RecordSpool spool = open(new SpoolSettings(8 << 20, 2_000));
                var threads = Executors.newFixedThreadPool(8)) {
            // Given segments so small that writers wait for the disk between look and write
            var appends = new ArrayList<Callable<AppendResult>>();
            for (int i = 0; i < 1600; i++) {
                RecordEnvelope envelope = record(i / 8);
                appends.add(() -> spool.append(envelope));
            }
            for (var result : threads.invokeAll(appends)) {
                assertThat(result.get()).isEqualTo(new Stored());
            }
            assertThat(ids(peek(spool, 500, ALL))).doesNotHaveDuplicates().hasSize(200);

            // When all are acknowledged, Then no second copy keeps a segment
            spool.acknowledge(ids(peek(spool, 500, ALL)));
            assertThat(spool.bytes()).isLessThan(4_000);
        }
    }

    private static Path segment(Path where) throws Exception {
        try (Stream<Path> files = Files.list(where)) {
            return files.filter(file -> file.toString().endsWith(".log")).findFirst().orElseThrow();
        }
    }

    private static void copyFiles(Path from, Path to) throws Exception {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
