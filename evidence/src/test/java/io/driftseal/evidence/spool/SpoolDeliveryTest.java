package io.driftseal.evidence.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.evidence.RecordCodec;
import io.driftseal.evidence.RecordEnvelope;
import io.driftseal.evidence.RecordGap;
import io.driftseal.evidence.Records;
import io.driftseal.evidence.spool.DeliveryResult.Accepted;
import io.driftseal.evidence.spool.DeliveryResult.Final;
import io.driftseal.evidence.spool.DeliveryResult.Retry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How records reach a receiver that is away, slow, picky or broken. */
class SpoolDeliveryTest {

    @TempDir private Path directory;
    @TempDir private Path folder;
    private RecordSpool spool;
    private RejectedRecords aside;
    private final List<List<RecordEnvelope>> attempts = new ArrayList<>();
    private final Deque<Function<List<RecordEnvelope>, DeliveryResult>> answers =
            new ArrayDeque<>();
    private final List<Duration> pauses = new ArrayList<>();

    @BeforeEach
    void threeRecords() throws Exception {
        spool =
                RecordSpool.open(
                        directory,
                        SpoolSettings.of(1 << 20),
                        Clock.systemUTC(),
                        () -> "gap-" + "0".repeat(32));
        aside = RejectedRecords.open(folder, "drift-scanner");
        for (int i = 1; i <= 3; i++) {
            spool.append(record(i));
        }
    }

    @AfterEach
    void close() throws Exception {
        spool.close();
    }

    private static RecordEnvelope record(int number) {
        return RecordEnvelope.of(Records.decision(number));
    }

    private static SpooledRecord spooled(int number) {
        return new SpooledRecord(record(number).id(), RecordCodec.write(record(number)));
    }

    private static Accepted all(List<RecordEnvelope> batch) {
        return new Accepted(batch.stream().map(RecordEnvelope::id).toList());
    }

    /** A receiver that answers as told, then accepts everything. */
    private DeliveryResult receive(List<SpooledRecord> spooled) {
        List<RecordEnvelope> batch = SpooledRecords.read(spooled);
        attempts.add(batch);
        return answers.isEmpty() ? all(batch) : answers.removeFirst().apply(batch);
    }

    private SpoolDelivery delivery() {
        var surroundings =
                new SpoolDelivery.Surroundings(Clock.systemUTC(), new Random(1), pauses::add);
        return new SpoolDelivery(
                spool, aside, this::receive, DeliverySettings.defaults(), surroundings);
    }

    @Test
    void deliversInOrderAndForgetsWhatWasAccepted() throws Exception {
        SpoolDelivery delivery = delivery();
        delivery.round();
        assertThat(attempts).containsExactly(List.of(record(1), record(2), record(3)));
        assertThat(spool.depth()).isZero();
        assertThat(delivery.delivered()).isEqualTo(3);
    }

    @Test
    void triesAgainWithGrowingPausesWhileTheReceiverIsAway() throws Exception {
        // Given a receiver that is away for twelve attempts
        for (int i = 0; i < 12; i++) {
            answers.add(_ -> new Retry("503"));
        }
        SpoolDelivery delivery = delivery();

        // When it comes back at the thirteenth
        for (int i = 0; i < 13; i++) {
            delivery.round();
        }

        // Then nothing is lost; pauses doubled up to their bound, each shortened by up to a half
        assertThat(spool.depth()).isZero();
        assertThat(delivery.retries()).isEqualTo(12);
        assertThat(attempts).hasSize(13).allMatch(batch -> batch.size() == 3);
        long wanted = 200;
        for (Duration pause : pauses) {
            assertThat(pause.toMillis()).isBetween(wanted / 2, wanted);
            wanted = Math.min(wanted * 2, 30_000);
        }
        assertThat(pauses.getLast().toMillis()).isGreaterThanOrEqualTo(15_000);
    }

    @Test
    void triesAgainOnlyWhatWasNotAccepted() throws Exception {
        answers.add(_ -> new Accepted(List.of(record(2).id())));
        SpoolDelivery delivery = delivery();
        delivery.round();
        delivery.round();
        assertThat(attempts.getLast()).containsExactly(record(1), record(3));
        assertThat(spool.depth()).isZero();
    }

    @Test
    void doesNotTakeAStrangersIdsForAnAnswer() throws Exception {
        answers.add(_ -> new Accepted(List.of("dec-unknown")));
        SpoolDelivery delivery = delivery();
        delivery.round();
        assertThat(spool.depth()).isEqualTo(3);
        assertThat(pauses).hasSize(1);
    }

    @Test
    void dropsTheOneRecordThatIsRefusedForGoodAndSaysSo() throws Exception {
        // Given a receiver that will never take the second record, alone or in a batch
        Function<List<RecordEnvelope>, DeliveryResult> picky =
                batch -> batch.contains(record(2)) ? new Final("400") : all(batch);
        for (int i = 0; i < 4; i++) {
            answers.add(picky);
        }
        SpoolDelivery delivery = delivery();

        // When a round is over
        delivery.round();

        // Then the others were delivered, and the next round carries a gap that names its workload
        assertThat(delivery.delivered()).isEqualTo(2);
        assertThat(delivery.rejected()).isEqualTo(1);
        delivery.round();
        assertThat(attempts.getLast()).hasSize(1);
        RecordGap gap = (RecordGap) attempts.getLast().getFirst().body();
        assertThat(gap.workloads()).extracting("name").containsExactly("web-2");
        assertThat(spool.depth()).isZero();
    }

    @Test
    void whatIsRefusedForGoodIsKeptUntilAPersonLooks() throws Exception {
        // Given a receiver that does not take the second record
        answers.add(_ -> new Final("status 400"));
        answers.add(SpoolDeliveryTest::all);
        answers.add(_ -> new Final("status 400"));
        SpoolDelivery delivery = delivery();
        delivery.round();
        assertThat(aside.size()).isEqualTo(1);
        assertThat(new String(aside.list(), UTF_8))
                .contains("\"number\":1", "\"destination\":\"drift-scanner\"")
                .contains("\"about\":\"decision\"", record(2).id(), "\"reason\":\"status 400\"");
        answers.clear();
        delivery.round();
        assertThat(spool.depth()).isZero();

        // When it is asked for once more, also by a process that was started since
        aside = RejectedRecords.open(folder, "drift-scanner");
        SpoolDelivery later = delivery();
        assertThat(later.resend(7)).isFalse();
        assertThat(later.resend(1)).isTrue();
        later.round();

        // Then it is delivered, and no longer kept
        assertThat(attempts.getLast()).containsExactly(record(2));
        assertThat(aside.size()).isZero();
        assertThat(aside.discard(1)).isFalse();
    }

    @Test
    void soManyAreKeptAndTheRestIsCounted() throws Exception {
        aside = RejectedRecords.open(folder, "drift-scanner", 5);
        for (int i = 0; i < 5; i++) {
            assertThat(aside.keep(spooled(1), "r".repeat(2000), Instant.EPOCH)).isTrue();
        }

        assertThat(aside.keep(spooled(2), "no room", Instant.EPOCH)).isFalse();

        assertThat(aside.size()).isEqualTo(5);
        assertThat(aside.lost()).isEqualTo(1);
        assertThat(new String(aside.list(), UTF_8))
                .contains("\"number\":5", "\"number\":1")
                .doesNotContain("r".repeat(257));
        assertThat(aside.discard(3)).isTrue();
        assertThat(aside.keep(spooled(2), "room again", Instant.EPOCH)).isTrue();
        assertThat(aside.find(6)).contains(record(2));
        assertThat(aside.find(3)).isEmpty();
    }

    @Test
    void stopsOnlyWhenAllIsDelivered() throws Exception {
        // Given a running delivery whose first attempt fails by a mistake in the sink
        answers.add(_ -> {
            throw new IllegalStateException("mistake");
        });
        SpoolDelivery delivery = delivery();
        delivery.start();

        // When it is stopped with time enough, Then nothing is left
        assertThat(delivery.stop(Duration.ofSeconds(30))).isZero();
        assertThat(delivery.delivered()).isEqualTo(3);
    }

    @Test
    void leavesTheRestInTheSpoolAtTheDeadline() throws Exception {
        // Given a receiver that does not answer
        var asked = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        RecordSink silent =
                _ -> {
                    asked.countDown();
                    never.await();
                    return new Retry("unreachable");
                };
        var surroundings =
                new SpoolDelivery.Surroundings(Clock.systemUTC(), new Random(1), pauses::add);
        var delivery =
                new SpoolDelivery(spool, aside, silent, DeliverySettings.defaults(), surroundings);
        delivery.start();
        asked.await();

        // When it is stopped, Then it ends and says what is left
        assertThat(delivery.stop(Duration.ofMillis(50))).isEqualTo(3);
    }
}
