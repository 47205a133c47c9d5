package io.driftseal.evidence.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.evidence.RecordEnvelope;
import io.driftseal.evidence.RecordGap;
import io.driftseal.evidence.Records;
import io.driftseal.evidence.spool.DeliveryResult.Accepted;
import io.driftseal.evidence.spool.DeliveryResult.Final;
import io.driftseal.evidence.spool.DeliveryResult.Retry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
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
    private RecordSpool spool;
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
        return new SpoolDelivery(spool, this::receive, DeliverySettings.defaults(), surroundings);
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
        var delivery = new SpoolDelivery(spool, silent, DeliverySettings.defaults(), surroundings);
        delivery.start();
        asked.await();

        // When it is stopped, Then it ends and says what is left
        assertThat(delivery.stop(Duration.ofMillis(50))).isEqualTo(3);
    }
}
