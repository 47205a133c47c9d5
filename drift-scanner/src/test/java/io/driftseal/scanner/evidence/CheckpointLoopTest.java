package io.driftseal.scanner.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.scanner.fixture.Fixtures;
import io.driftseal.scanner.fixture.StampedShop;
import io.driftseal.scanner.fixture.Stamper;
import io.driftseal.scanner.incident.EvidenceStore.CheckpointSighting;
import io.driftseal.scanner.incident.EvidenceStore.Head;
import io.driftseal.scanner.notification.MessageRendering;
import io.driftseal.scanner.store.RetentionLimits;
import io.driftseal.scanner.store.SqliteScannerStore;
import io.driftseal.scanner.store.StoreCounters;
import io.driftseal.scanner.store.StorePolicy;
import io.driftseal.scanner.store.StoreSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointLoopTest {

    private final SteppedClock clock = new SteppedClock();
    private final AskedSigner signer = new AskedSigner();
    @TempDir private Path folder;

    @SuppressWarnings("NullAway.Init") // opened before each test
    private SqliteScannerStore store;

    @BeforeEach
    void anEmptyChain() {
        store = open();
    }

    @AfterEach
    void closed() {
        store.close();
    }

    @Test
    void anEmptyChainIsNotSigned() throws InterruptedException {
        CheckpointLoop loop = loop(1_000);

        clock.step(Duration.ofHours(1));

        assertThat(loop.round()).isFalse();
        assertThat(signer.asked).isEmpty();
        assertThat(loop.age()).isZero();
    }

    @Test
    void theHeadIsSignedOnceThePeriodIsOver() throws InterruptedException {
        CheckpointLoop loop = loop(1_000);
        append(StampedShop.POD_DECISION);

        assertThat(loop.round()).isFalse();
        clock.step(Duration.ofMinutes(1));

        assertThat(loop.round()).isTrue();
        assertThat(loop.round()).isFalse();
        assertThat(signer.asked).extracting(Head::sequence).containsExactly(1L);
        assertThat(store.<Optional<CheckpointSighting>>read(t -> t.evidence().lastCheckpoint()))
                .map(CheckpointSighting::sequence)
                .contains(1L);
    }

    @Test
    void manyEntriesAreSignedBeforeThePeriodIsOver() throws InterruptedException {
        CheckpointLoop loop = loop(2);
        append(StampedShop.POD_DECISION);
        append(StampedShop.REPLICA_SET_DECISION);

        assertThat(loop.round()).isTrue();
    }

    @Test
    void aSignerThatRefusesIsAskedAgainLaterAndTheAgeGrows() throws InterruptedException {
        CheckpointLoop loop = loop(1);
        append(StampedShop.POD_DECISION);
        signer.refusing = true;

        assertThat(loop.round()).isFalse();
        assertThat(loop.round()).as("not at once").isFalse();
        clock.step(Duration.ofSeconds(6));
        assertThat(loop.age()).isEqualTo(Duration.ofSeconds(6));
        signer.refusing = false;

        assertThat(loop.round()).isTrue();
        assertThat(signer.asked).hasSize(2);
    }

    @Test
    void aStopSignsWhatIsThere() throws InterruptedException {
        CheckpointLoop loop = loop(1_000);
        append(StampedShop.POD_DECISION);

        assertThat(loop.flush()).isTrue();
        assertThat(loop.flush()).isTrue();
        assertThat(signer.asked).hasSize(1);
    }

    private CheckpointLoop loop(int entries) {
        return new CheckpointLoop(store, signer, Duration.ofMinutes(1), entries, clock);
    }

    private void append(String decisionId) {
        store.write(t ->
                t.evidence()
                        .append(Stamper.record(Fixtures.read("pod"), decisionId), clock.instant()));
    }

    private SqliteScannerStore open() {
        StoreCounters counters =
                new StoreCounters() {
                    @Override
                    public void forgotten(String kind, int rows) {}

                    @Override
                    public void refused(String destination) {}
                };
        return SqliteScannerStore.open(
                StoreSettings.at(folder.resolve("state.db")),
                new StorePolicy(
                        new MessageRendering(Set.of()),
                        RetentionLimits.defaults(),
                        counters,
                        clock),
                UUID::randomUUID);
    }

    private static final class AskedSigner implements CheckpointSigner {
        final List<Head> asked = new ArrayList<>();
        boolean refusing;

        @Override
        public Signature sign(Head head) {
            asked.add(head);
            return refusing
                    ? new Signature.NotSigned("status 503")
                    : new Signature.Signed("{\"signed\":" + head.sequence() + "}");
        }
    }

    private static final class SteppedClock extends Clock {
        private Instant now = Stamper.ISSUED;

        void step(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
