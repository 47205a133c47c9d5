package io.driftseal.decision.kept;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.decision.AskedQuestion;
import io.driftseal.decision.Facts;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bounded in bytes and age; damaged segments lose what is damaged, and say so. */
final class InputStoreTest {

    private static final InputStoreSettings SMALL =
            new InputStoreSettings(InputStoreSettings.LEAST_BYTES, Duration.ofDays(30));
    private static final int PAGE = 64 * 1024;

    @TempDir private Path directory;
    private Instant now = Facts.NOW;

    @Test
    void givesBackAllInOrderByPagesAlsoAfterARestart() throws Exception {
        try (InputStore store = open()) {
            append(store, IntStream.rangeClosed(1, 60), 2000);
        }
        try (InputStore store = open()) {
            append(store, IntStream.rangeClosed(61, 100), 2000);
            assertThat(ids(store))
                    .isEqualTo(IntStream.rangeClosed(1, 100).mapToObj(Asked::id).toList());
            assertThat(store.page("", Instant.EPOCH, PAGE).next()).isPresent();
            assertThat(store.damaged()).isZero();
        }
    }

    @Test
    void findsOneByItsDecision() throws Exception {
        try (InputStore store = open()) {
            append(store, IntStream.rangeClosed(1, 5), 10);
            assertThat(KeptLine.read(store.find(Asked.id(3)).orElseThrow()).decisionId())
                    .isEqualTo(Asked.id(3));
            assertThat(store.find(Asked.id(6))).isEmpty();
        }
    }

    @Test
    void removesTheOldestWhenThereIsNoRoomAndCountsThem() throws Exception {
        try (InputStore store = open()) {
            append(store, IntStream.rangeClosed(1, 40), 1_000_000);
            List<String> kept = ids(store);
            assertThat(store.bytes()).isLessThanOrEqualTo(SMALL.maximumBytes());
            assertThat(kept).hasSizeBetween(8, 17).endsWith(Asked.id(40));
            assertThat(store.evicted()).isEqualTo(40 - kept.size());
            assertThat(store.find(Asked.id(1))).isEmpty();
        }
    }

    @Test
    void removesWhatIsTooOld() throws Exception {
        try (InputStore store = open()) {
            append(store, IntStream.rangeClosed(1, 3), 10);
            Files.setLastModifiedTime(segments().getFirst(), FileTime.from(now));
            now = now.plus(Duration.ofDays(29));
            store.forgetOld();
            assertThat(ids(store)).hasSize(3);
            now = now.plus(Duration.ofDays(2));
            store.forgetOld();
            assertThat(ids(store)).isEmpty();
            assertThat(store.evicted()).isEqualTo(3);
            assertThat(store.bytes()).isZero();
            append(store, IntStream.of(4), 10);
            assertThat(ids(store)).containsExactly(Asked.id(4));
        }
    }

    @Test
    void passesOverSegmentsOfBefore() throws Exception {
        try (InputStore store = open()) {
            append(store, IntStream.rangeClosed(1, 3), 10);
        }
        try (InputStore store = open()) {
            append(store, IntStream.rangeClosed(4, 6), 10);
            Files.setLastModifiedTime(segments().getFirst(), FileTime.from(now));
            Files.setLastModifiedTime(segments().getLast(), FileTime.from(now.plusSeconds(60)));
            assertThat(ids(store, now.plusSeconds(30)))
                    .containsExactly(Asked.id(4), Asked.id(5), Asked.id(6));
        }
    }

    @Test
    void aDamagedLineIsLeftOutAndCountedAndTheOthersStay() throws Exception {
        try (InputStore store = open()) {
            append(store, IntStream.rangeClosed(1, 3), 10);
        }
        try (var file = new RandomAccessFile(segments().getFirst().toFile(), "rw")) {
            file.seek(file.length() / 2);
            int was = file.read();
            file.seek(file.length() / 2);
            file.write(was ^ 1);
        }
        try (InputStore store = open()) {
            assertThat(ids(store)).containsExactly(Asked.id(1), Asked.id(3));
            assertThat(store.find(Asked.id(2))).isEmpty();
            assertThat(store.damaged()).isEqualTo(2);
        }
    }

    @Test
    void aTornEndCostsTheTornLineOnly() throws Exception {
        try (InputStore store = open()) {
            append(store, IntStream.rangeClosed(1, 3), 10);
        }
        try (var file = new RandomAccessFile(segments().getFirst().toFile(), "rw")) {
            file.setLength(file.length() - 20);
        }
        try (InputStore store = open()) {
            append(store, IntStream.of(4), 10);
            assertThat(ids(store)).containsExactly(Asked.id(1), Asked.id(2), Asked.id(4));
            assertThat(store.damaged()).isEqualTo(1);
        }
    }

    @Test
    void otherBytesAreNoInputs() throws Exception {
        Files.write(directory.resolve("inputs-000000000001.jsonl"), new byte[300_000]);
        Files.writeString(directory.resolve("inputs-000000000002.jsonl"), "\n\n{}\n");
        Files.writeString(directory.resolve("notes.txt"), "mine");
        try (InputStore store = open()) {
            append(store, IntStream.of(1), 10);
            assertThat(ids(store)).containsExactly(Asked.id(1));
            assertThat(store.damaged()).isEqualTo(4);
        }
        assertThat(directory.resolve("notes.txt")).exists();
    }

    @Test
    void isForThisUserAlone() throws Exception {
        try (InputStore store = open()) {
            append(store, IntStream.of(1), 10);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(segments().getFirst())))
                .isEqualTo("rw-------");
    }

    @Test
    void aPlaceThatIsNoneIsRefused() throws Exception {
        try (InputStore store = open()) {
            for (String place : List.of("1", "-1-2", "1-x", "../1-1", "9".repeat(20) + "-1")) {
                assertThatThrownBy(() -> store.page(place, Instant.EPOCH, PAGE))
                        .as(place)
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void theWriterCountsWhatTheDiskRefusesAndGoesOn() throws Exception {
        InputStore store = open();
        try (InputWriter writer = InputWriter.start(store)) {
            Files.delete(directory);
            writer.keep(Asked.question(1));
            await(() -> writer.dropped(InputWriter.Drop.DISK) == 1);
            Files.createDirectory(directory);
            writer.keep(Asked.question(2));
            await(() -> writer.written() == 1);
        }
        try (InputStore again = open()) {
            assertThat(ids(again)).containsExactly(Asked.id(2));
        }
    }

    @Test
    void whatTheQueueHasNoRoomForIsDroppedAndCounted() throws Exception {
        InputStore store = open();
        int most = (int) (InputWriter.MAXIMUM_WAITING_BYTES / 1_000_000);
        InputWriter writer = InputWriter.start(store);
        try {
            synchronized (store) {
                // One may be in the writer's hands, which waits for the store.
                for (int i = 1; i <= most + 20; i++) {
                    writer.keep(Asked.question(i, 1_000_000));
                }
                assertThat(writer.dropped(InputWriter.Drop.QUEUE)).isBetween(18L, 21L);
            }
            await(() -> writer.written() + writer.dropped(InputWriter.Drop.QUEUE) == most + 20);
        } finally {
            writer.close();
        }
    }

    @Test
    void whatAnEngineDidNotEvaluateIsNotKept() throws Exception {
        InputStore store = open();
        InputWriter writer = InputWriter.start(store);
        writer.keep(Asked.question(1, 5 * 1024 * 1024));
        writer.close();
        assertThat(writer.dropped(InputWriter.Drop.SIZE)).isEqualTo(1);
        assertThat(store.bytes()).isZero();
    }

    @Test
    void switchedOffItKeepsAndFindsNothing() throws Exception {
        Path none = directory.resolve("none");
        try (KeptInputs off =
                KeptInputs.open(none, InputStoreSettings.of(0, Duration.ofDays(1)), () -> now)) {
            off.keep(Asked.question(1));
            assertThat(off.find(Asked.id(1))).isEmpty();
            assertThat(off.page("", Instant.EPOCH).next()).isEmpty();
        }
        assertThat(none).doesNotExist();
    }

    private static void await(BooleanSupplier condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.sleep(5);
        }
    }

    private InputStore open() throws IOException {
        return InputStore.open(directory, SMALL, () -> now);
    }

    private static void append(InputStore store, IntStream numbers, int filling)
            throws IOException {
        for (int number : numbers.toArray()) {
            AskedQuestion asked = Asked.question(number, filling);
            store.append(asked, asked.evaluation().trace().input().orElseThrow());
        }
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private static List<String> ids(InputStore store) throws Exception {
        return ids(store, Instant.EPOCH);
    }

    private static List<String> ids(InputStore store, Instant since) throws Exception {
        List<String> ids = new ArrayList<>();
        Optional<String> from = Optional.of("");
        while (from.isPresent()) {
            InputPage page = store.page(from.get(), since, PAGE);
            for (String line : new String(page.lines(), UTF_8).split("\n", -1)) {
                if (!line.isEmpty()) {
                    ids.add(KeptLine.read(line.getBytes(UTF_8)).decisionId());
                }
            }
            from = page.next();
        }
        return ids;
    }
}
