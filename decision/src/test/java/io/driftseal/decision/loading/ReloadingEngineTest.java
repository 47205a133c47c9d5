package io.driftseal.decision.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.decision.Cause;
import io.driftseal.decision.EngineStatus;
import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.Evaluation;
import io.driftseal.decision.PolicyEngine;
import io.driftseal.decision.bundle.EngineStartException;
import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.bundle.PolicyRefusedException;
import io.driftseal.decision.source.PolicySource;
import io.driftseal.decision.source.PolicySourceException;
import io.driftseal.workload.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Policies are changed while they decide: whole, never for worse ones, and not lost by a restart.
 */
final class ReloadingEngineTest {

    private static final Instant NOW = Instant.parse("2026-11-26T21:00:00Z");
    private static final PolicyBundle ONE = bundle("one");
    private static final PolicyBundle TWO = bundle("two");
    private static final PolicyBundle BAD = bundle("bad");

    @TempDir private Path directory;

    private final Scripted source = new Scripted();
    private final List<Canned> engines = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();

    @Test
    void newPoliciesTakeOverAndTheOldEngineIsClosed() throws Exception {
        // Given
        ReloadingEngine engine = open(ONE);
        // When
        source.next = TWO;
        engine.reload();
        // Then
        assertThat(revision(engine)).isEqualTo(TWO.revision());
        assertThat(engine.status().bundleRevision()).isEqualTo(TWO.revision());
        assertThat(engines.getFirst().closed).isTrue();
        assertThat(engine.loadsTotal()).isEqualTo(1);
        assertThat(heard).containsExactly("loaded " + TWO.revision());
    }

    @Test
    void badPoliciesAreRefusedOnceAndTheLastGoodOnesDecide() throws Exception {
        // Given
        ReloadingEngine engine = open(ONE);
        // When: seen again and again
        source.next = BAD;
        engine.reload();
        engine.reload();
        engine.reload();
        // Then
        assertThat(revision(engine)).isEqualTo(ONE.revision());
        assertThat(engine.state().refused())
                .contains(new PolicyState.Problem("a.rego:3: bad", NOW));
        assertThat(engine.refusalsTotal()).isEqualTo(1);
        assertThat(heard).containsExactly("refused a.rego:3: bad");
        // When: the good ones are back
        source.next = ONE;
        engine.reload();
        // Then
        assertThat(engine.state().refused()).isEmpty();
    }

    @Test
    void aSourceThatDoesNotAnswerChangesNothingAndIsSaid() throws Exception {
        // Given
        ReloadingEngine engine = open(ONE);
        // When
        source.failure = new PolicySourceException("no answer");
        engine.reload();
        // Then
        assertThat(revision(engine)).isEqualTo(ONE.revision());
        assertThat(engine.state().unavailable().orElseThrow().reason()).isEqualTo("no answer");
        // When
        source.failure = null;
        engine.reload();
        // Then
        assertThat(engine.state().unavailable()).isEmpty();
    }

    @Test
    void anEvaluationUnderWayEndsWithWhatItBeganWith() throws Exception {
        // Given
        ReloadingEngine engine = open(ONE);
        Canned first = engines.getFirst();
        first.hold = new CountDownLatch(1);
        CompletableFuture<String> slow = CompletableFuture.supplyAsync(() -> revision(engine));
        assertThat(first.entered.await(10, TimeUnit.SECONDS)).isTrue();
        // When
        source.next = TWO;
        engine.reload();
        // Then
        assertThat(revision(engine)).isEqualTo(TWO.revision());
        assertThat(first.closed).isFalse();
        first.hold.countDown();
        assertThat(slow.get(10, TimeUnit.SECONDS)).isEqualTo(ONE.revision());
        assertThat(first.closed).isTrue();
    }

    @Test
    void aRestartWithoutTheSourceDecidesByTheLastGoodOnes() throws Exception {
        // Given
        ReloadingEngine before = open(ONE);
        source.next = TWO;
        before.reload();
        before.close();
        // When
        source.failure = new PolicySourceException("no answer");
        ReloadingEngine after = open(ONE);
        // Then
        assertThat(revision(after)).isEqualTo(TWO.revision());
        assertThat(after.state().kept()).isTrue();
        assertThat(after.state().unavailable()).isPresent();
        // When: it answers again, the same
        source.failure = null;
        source.next = TWO;
        after.reload();
        // Then
        assertThat(after.state().kept()).isFalse();
    }

    @Test
    void aRestartWithBadPoliciesDecidesByTheLastGoodOnesAndSaysSo() throws Exception {
        // Given
        open(ONE).close();
        // When
        ReloadingEngine after = open(BAD);
        // Then
        assertThat(revision(after)).isEqualTo(ONE.revision());
        assertThat(heard).containsExactly("refused a.rego:3: bad");
    }

    @Test
    void whatTheDiskHoldsIsOnlyUsedWhole() throws Exception {
        // Given
        open(ONE).close();
        Files.writeString(
                directory.resolve(ONE.revision()).resolve("a.rego"), "package driftseal.edited");
        // When, Then
        assertThatThrownBy(() -> open(BAD)).isInstanceOf(PolicyRefusedException.class);
    }

    @Test
    void withoutAnythingGoodItDoesNotStart() {
        // When, Then
        assertThatThrownBy(() -> open(BAD))
                .isInstanceOf(PolicyRefusedException.class)
                .hasMessage("a.rego:3: bad");
        source.failure = new PolicySourceException("no answer");
        assertThatThrownBy(() -> open(ONE)).isInstanceOf(PolicySourceException.class);
    }

    @Test
    void anEngineThatCannotBeStartedIsTriedAgain() throws Exception {
        // Given
        ReloadingEngine engine = open(ONE);
        source.next = bundle("later");
        // When
        engine.reload();
        // Then
        assertThat(revision(engine)).isEqualTo(ONE.revision());
        assertThat(engine.state().refused()).isPresent();
        // When: the source has nothing new
        source.unchanged = true;
        engine.reload();
        // Then
        assertThat(revision(engine)).isEqualTo(bundle("later").revision());
    }

    @Test
    void aClosedEngineAnswersNothingAndTakesNothing() throws Exception {
        // Given
        ReloadingEngine engine = open(ONE);
        // When
        engine.close();
        source.next = TWO;
        engine.reload();
        // Then
        assertThat(engine.status().state()).isEqualTo(EngineStatus.State.CLOSED);
        assertThat(engine.evaluate(EntryPoint.DRIFT, JsonObject.EMPTY))
                .isInstanceOf(Evaluation.Indeterminate.class);
        assertThat(engines).hasSize(1);
    }

    private ReloadingEngine open(PolicyBundle first) throws Exception {
        source.next = first;
        ReloadingEngine engine =
                ReloadingEngine.open(source, this::load, Optional.of(directory), () -> NOW);
        engine.listen(
                new PolicyListener() {
                    @Override
                    public void loaded(PolicyState state) {
                        heard.add("loaded " + state.revision());
                    }

                    @Override
                    public void refused(PolicyState state) {
                        heard.add("refused " + state.refused().orElseThrow().reason());
                    }
                });
        return engine;
    }

    private PolicyEngine load(PolicyBundle bundle)
            throws PolicyRefusedException, EngineStartException {
        if (bundle.revision().equals(BAD.revision())) {
            throw new PolicyRefusedException("a.rego:3: bad");
        }
        if (bundle.revision().equals(bundle("later").revision()) && !source.unchanged) {
            throw new EngineStartException("no memory");
        }
        engines.add(new Canned(bundle.revision()));
        return engines.getLast();
    }

    private static String revision(PolicyEngine engine) {
        return engine.evaluate(EntryPoint.DRIFT, JsonObject.EMPTY).bundleRevision();
    }

    private static PolicyBundle bundle(String content) {
        try {
            return PolicyBundle.of(
                    Map.of(
                            "a.rego",
                            ("package driftseal." + content).getBytes(StandardCharsets.UTF_8)));
        } catch (PolicyRefusedException e) {
            throw new AssertionError(e);
        }
    }

    /** Has what the test says. */
    private static final class Scripted implements PolicySource {
        private PolicyBundle next = ONE;
        private @Nullable PolicySourceException failure;
        private boolean unchanged;

        @Override
        public String name() {
            return "script";
        }

        @Override
        public Optional<PolicyBundle> fetch() throws PolicySourceException {
            if (failure != null) {
                throw failure;
            }
            return unchanged ? Optional.empty() : Optional.of(next);
        }
    }

    /** Answers with its revision. */
    private static final class Canned implements PolicyEngine {
        private final String revision;
        private final CountDownLatch entered = new CountDownLatch(1);
        private volatile CountDownLatch hold = new CountDownLatch(0);
        private volatile boolean closed;

        Canned(String revision) {
            this.revision = revision;
        }

        @Override
        public Evaluation evaluate(EntryPoint entryPoint, JsonObject input) {
            entered.countDown();
            try {
                hold.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return closed
                    ? new Evaluation.Indeterminate(Cause.ENGINE_DOWN, "closed", "", revision)
                    : new Evaluation.Answered(JsonObject.EMPTY, "", revision);
        }

        @Override
        public EngineStatus status() {
            return new EngineStatus(
                    closed ? EngineStatus.State.CLOSED : EngineStatus.State.READY,
                    revision,
                    0,
                    0,
                    0);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
