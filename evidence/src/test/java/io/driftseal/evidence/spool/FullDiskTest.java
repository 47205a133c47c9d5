package io.driftseal.evidence.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.RecordEnvelope;
import io.driftseal.evidence.RecordGap;
import io.driftseal.evidence.Records;
import io.driftseal.evidence.WorkloadReference;
import io.driftseal.evidence.spool.AppendResult.Cause;
import io.driftseal.evidence.spool.AppendResult.Refused;
import io.driftseal.evidence.spool.AppendResult.Stored;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is really full: a file system in memory, mounted for this test. */
class FullDiskTest {

    private static final Clock CLOCK = Clock.fixed(Records.TIME.plusSeconds(100), ZoneOffset.UTC);

    /** One and a half of what is written ahead at once. */
    private static final int DISK_BYTES = 768 * 1024;

    private static final int OTHERS_BYTES = 128 * 1024;
    private static final int PAGE_BYTES = 4096;
    private static final int FORM_BYTES = 6000;

    /** Never the reason here: the disk is smaller, and nothing begins a second segment. */
    private static final SpoolSettings LARGER_THAN_THE_DISK =
            new SpoolSettings(64L * 1024 * 1024, 32L * 1024 * 1024);

    @TempDir private Path directory;
    private Path disk;
    private Path spoolFolder;
    private boolean mounted;
    private final AtomicInteger gapIds = new AtomicInteger();

    @BeforeEach
    void mountASmallDisk() throws Exception {
        disk = Files.createDirectory(directory.resolve("disk"));
        String answer =
                run("mount", "-t", "tmpfs", "-o", "size=" + DISK_BYTES, "tmpfs", disk.toString());
        mounted = answer.isEmpty();
        assumeTrue(mounted, "a disk that is full needs the right to mount one: " + answer);
        spoolFolder = disk.resolve("spool");
        Files.write(disk.resolve("others"), new byte[OTHERS_BYTES]);
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertThat(run("umount", disk.toString())).isEmpty();
        }
    }

    @Test
    void recordsGoInUntilTheDiskIsFullAndAgainWhenItHasRoom() throws Exception {
        List<RecordEnvelope> kept = new ArrayList<>();
        List<RecordEnvelope> all;
        try (RecordSpool spool = open()) {
            // Given zeros written ahead as long as there is room for them
            kept.add(record(1));
            assertThat(spool.append(record(1))).isEqualTo(new Stored());
            assertThat(segmentBytes()).isGreaterThan(Segment.AHEAD_BYTES);

            // When records come until one is refused
            AppendResult result = new Stored();
            int number = 1;
            while (result instanceof Stored) {
                number++;
                result = spool.append(record(number));
                if (result instanceof Stored) {
                    kept.add(record(number));
                }
            }

            // Then the disk refused, and not before it was full
            assertThat(result).isEqualTo(new Refused(Cause.DISK));
            assertThat(Files.getFileStore(disk).getUsableSpace())
                    .isLessThan(spool.bytes() / kept.size() + 2L * PAGE_BYTES);
            assertThat(spool.bytes()).isGreaterThan(Segment.AHEAD_BYTES).isEqualTo(segmentBytes());

            // And what was kept is there, and the next is refused alike
            assertThat(decisions(spool)).isEqualTo(kept);
            assertThat(spool.append(record(number + 1))).isEqualTo(new Refused(Cause.DISK));
            assertThat(spool.refused()).isEqualTo(2);

            // When others make room, Then it goes on, and does not take the room with zeros again
            Files.delete(disk.resolve("others"));
            assertThat(spool.append(record(number + 2))).isEqualTo(new Stored());
            kept.add(record(number + 2));
            assertThat(segmentBytes()).isEqualTo(spool.bytes());
            assertThat(decisions(spool)).isEqualTo(kept);
            List<RecordGap> told = gaps(spool);
            assertThat(told).noneMatch(RecordGap::everything);
            assertThat(told.stream().mapToLong(RecordGap::lost).sum()).isEqualTo(2);
            assertThat(told)
                    .flatExtracting(RecordGap::workloads)
                    .containsExactlyInAnyOrder(
                            workload(record(number)), workload(record(number + 1)));
            all = read(spool);
        }

        // And the next process reads all of it, undamaged
        try (RecordSpool spool = open()) {
            assertThat(read(spool)).isEqualTo(all);

            spool.acknowledge(all.stream().map(RecordEnvelope::id).toList());
            assertThat(spool.append(record(1))).isEqualTo(new Stored());
            assertThat(segmentBytes()).isGreaterThan(Segment.AHEAD_BYTES);
            assertThat(read(spool)).containsExactly(record(1));
        }
    }

    @Test
    void aDiskThatIsFullBeforeTheFirstRecordIsNamedAndLeavesNothingBehind() throws Exception {
        try (RecordSpool spool = open()) {
            fillTheRest();

            assertThat(spool.append(record(1))).isEqualTo(new Refused(Cause.DISK));
            assertThat(segmentBytes()).isZero();

            Files.delete(disk.resolve("others"));
            assertThat(spool.append(record(2))).isEqualTo(new Stored());
            assertThat(read(spool)).first().isEqualTo(record(2));
        }
    }

    private void fillTheRest() throws IOException {
        try (var rest = Files.newOutputStream(disk.resolve("rest"))) {
            byte[] page = new byte[PAGE_BYTES];
            while (Files.getFileStore(disk).getUsableSpace() > 0) {
                rest.write(page);
            }
        }
    }

    private RecordSpool open() throws SpoolException {
        return RecordSpool.open(
                spoolFolder,
                LARGER_THAN_THE_DISK,
                CLOCK,
                () -> "gap-" + "%032x".formatted(gapIds.incrementAndGet()));
    }

    private static RecordEnvelope record(int number) {
        JsonObject form = JsonObject.of("args", new JsonString("x".repeat(FORM_BYTES)));
        return RecordEnvelope.of(Records.decision(number, "shop", Optional.of(form)));
    }

    private static List<RecordEnvelope> read(RecordSpool spool) {
        return SpooledRecords.read(spool.peek(Integer.MAX_VALUE, Long.MAX_VALUE));
    }

    private static List<RecordEnvelope> decisions(RecordSpool spool) {
        return read(spool).stream().filter(r -> r.body() instanceof DecisionRecord).toList();
    }

    /** What tells of those that were refused; a small one may find room where no record did. */
    private static List<RecordGap> gaps(RecordSpool spool) {
        return read(spool).stream()
                .map(RecordEnvelope::body)
                .filter(RecordGap.class::isInstance)
                .map(RecordGap.class::cast)
                .toList();
    }

    private static WorkloadReference workload(RecordEnvelope decision) {
        return ((DecisionRecord) decision.body()).workload();
    }

    /** As they stand on the disk, zeros included. */
    private long segmentBytes() throws IOException {
        try (Stream<Path> files = Files.list(spoolFolder)) {
            long bytes = 0;
            for (Path file : files.filter(f -> f.toString().endsWith(".log")).toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }

    /** What the program said where it did not do it; empty where it did. */
    private static String run(String... command) throws Exception {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return "no " + command[0] + ": " + e.getMessage();
        }
        String output =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return "no answer: " + output;
        }
        return process.exitValue() == 0 ? "" : "status " + process.exitValue() + ": " + output;
    }
}
