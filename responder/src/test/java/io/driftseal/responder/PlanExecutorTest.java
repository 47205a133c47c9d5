package io.driftseal.responder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.driftseal.evidence.MalformedRecordException;
import io.driftseal.evidence.ResponseOutcome;
import io.driftseal.evidence.ResponseOutcome.Proof;
import io.driftseal.evidence.ResponseOutcome.Result;
import io.driftseal.evidence.ResponsePlan;
import io.driftseal.evidence.spool.RecordSpool;
import io.driftseal.evidence.spool.SpoolSettings;
import io.driftseal.evidence.spool.SpooledRecord;
import io.driftseal.kubernetes.BackOff;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.responder.action.Budget;
import io.driftseal.responder.action.DeletePod;
import io.driftseal.responder.action.DeniedPods;
import io.driftseal.responder.action.DenyTokens;
import io.driftseal.responder.action.Preconditions;
import io.driftseal.responder.plan.PlanJournal;
import io.driftseal.responder.proof.HandedTokens;
import io.driftseal.responder.proof.TokenCheck;
import io.driftseal.service.metrics.ServiceMetrics;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanExecutorTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final ClusterInMemory cluster = new ClusterInMemory();
    private final SteppingClock clock = new SteppingClock();
    private final ServiceMetrics metrics = ServiceMetrics.create("responder");
    private final ResponsePlan plan = ClusterInMemory.plan("deny-tokens", "delete-pod");
    private final HandedTokens tokens =
            new HandedTokens(cluster, new HandedTokens.Limits(10, Duration.ofHours(1)), clock);
    private final DeniedPods deniedPods = new DeniedPods(cluster.api, "driftseal-system", 10);

    private final Path state;
    private final PlanJournal journal;
    private final RecordSpool spool;

    PlanExecutorTest(@TempDir Path state) throws Exception {
        this.state = state;
        journal = PlanJournal.open(state.resolve("plans"), 10, clock);
        spool =
                RecordSpool.open(
                        state.resolve("outcomes"),
                        SpoolSettings.of(8 * 1024 * 1024),
                        clock,
                        () -> "gap-00000000000000000000000000000001");
    }

    @BeforeEach
    void handTheToken() {
        tokens.hand(ClusterInMemory.TOKEN);
    }

    @AfterEach
    void close() throws Exception {
        journal.close();
        spool.close();
        metrics.close();
    }

    @Test
    void bothActionsAreProvedInTheirOrder() throws Exception {
        journal.accept(plan);

        carryOut();

        assertThat(outcomes())
                .extracting(
                        ResponseOutcome::action, ResponseOutcome::result, ResponseOutcome::proof)
                .containsExactly(
                        tuple("deny-tokens", Result.DONE, Proof.PROVED),
                        tuple("delete-pod", Result.DONE, Proof.PROVED));
        assertThat(journal.unsettled()).isEmpty();
    }

    @Test
    void aProcessKilledAfterTheDeletionDeletesNothingElseAndSaysWhatItKnows() throws Exception {
        journal.accept(plan);
        journal.finished(plan.planId(), 0);
        journal.started(plan.planId(), 1);
        cluster.api.remove(ResourceType.PODS, ObjectKey.namespaced("shop", "web-1"));

        carryOut();

        assertThat(cluster.api.writes()).isEmpty();
        assertThat(outcomes())
                .singleElement()
                .satisfies(outcome -> {
                    assertThat(outcome.result()).isEqualTo(Result.DONE);
                    assertThat(outcome.proof()).isEqualTo(Proof.PROVED);
                });
    }

    @Test
    void aProcessKilledBeforeTheOutcomeWasKeptWritesTheSameOutcomeAgain() throws Exception {
        ResponsePlan deny = ClusterInMemory.plan("deny-tokens");
        journal.accept(deny);
        journal.started(deny.planId(), 0);
        deniedPods.add(ClusterInMemory.UID, deny.planId(), false);

        carryOut();
        carryOut();

        assertThat(cluster.api.writes()).hasSize(1);
        assertThat(outcomes()).extracting(ResponseOutcome::outcomeId).hasSize(1);
    }

    @Test
    void aPodThatWasGoneBeforeAnythingBeganIsSkipped() throws Exception {
        journal.accept(plan);
        cluster.api.remove(ResourceType.PODS, ObjectKey.namespaced("shop", "web-1"));

        carryOut();

        assertThat(outcomes())
                .extracting(ResponseOutcome::result)
                .containsExactly(Result.SKIPPED, Result.SKIPPED);
    }

    @Test
    void anApiServerThatIsAwayForAWhileDelaysTheStep() throws Exception {
        journal.accept(ClusterInMemory.plan("delete-pod"));
        cluster.api.failNext(FakeKubernetesApi.Call.GET, unreachable());
        cluster.api.failNext(FakeKubernetesApi.Call.GET, unreachable());

        carryOut();

        assertThat(outcomes()).extracting(ResponseOutcome::result).containsExactly(Result.DONE);
    }

    @Test
    void anApiServerThatStaysAwayFailsTheStepWhenThePlanIsTooOld() throws Exception {
        journal.accept(ClusterInMemory.plan("delete-pod"));
        for (int i = 0; i < 200; i++) {
            cluster.api.failNext(FakeKubernetesApi.Call.GET, unreachable());
        }

        carryOut();

        assertThat(outcomes()).extracting(ResponseOutcome::result).containsExactly(Result.FAILED);
        assertThat(cluster.api.writes()).isEmpty();
    }

    @Test
    void anUnknownActionIsSkippedAndTheNextOneCarriedOut() throws Exception {
        journal.accept(ClusterInMemory.plan("reboot-node", "delete-pod"));

        carryOut();

        assertThat(outcomes())
                .extracting(ResponseOutcome::result)
                .containsExactly(Result.SKIPPED, Result.DONE);
    }

    @Test
    void theInstallationsDryRunOverrulesThePlan() throws Exception {
        journal.accept(plan);

        carryOut(true, 10);

        assertThat(cluster.podExists()).isTrue();
        assertThat(outcomes())
                .extracting(ResponseOutcome::result)
                .containsExactly(Result.WOULD_DO, Result.WOULD_DO);
    }

    @Test
    void aSpentBudgetSkips() throws Exception {
        journal.accept(plan);

        carryOut(false, 1);

        assertThat(cluster.podExists()).isTrue();
        assertThat(outcomes())
                .extracting(ResponseOutcome::result)
                .containsExactly(Result.DONE, Result.SKIPPED);
    }

    @Test
    void aRestartBeginsNoNewPeriod() throws Exception {
        journal.accept(plan);
        carryOut(false, 1);
        journal.close();

        // When the process ends and another one begins, within the period and after it
        try (PlanJournal again = PlanJournal.open(state.resolve("plans"), 10, clock)) {
            Budget budget = new Budget(1, Duration.ofMinutes(10), clock, again);

            // Then the action counts still, the same step is no second one, and time frees it
            assertThat(budget.spend("pln-other/0", "shop")).isFalse();
            assertThat(budget.spend(plan.planId() + "/0", "shop")).isTrue();
            clock.advance(Duration.ofMinutes(11));
            assertThat(budget.spend("pln-other/0", "shop")).isTrue();
        }
    }

    @Test
    void withoutARecordOfWhatWasSpentNothingIsDone() throws Exception {
        Budget.Ledger full =
                new Budget.Ledger() {
                    @Override
                    public void spent(Budget.Spending spending) throws IOException {
                        throw new IOException("no space left on device");
                    }

                    @Override
                    public List<Budget.Spending> spendings() {
                        return List.of();
                    }
                };
        journal.accept(plan);

        carryOut(new Budget(10, Duration.ofMinutes(10), clock, full));

        assertThat(cluster.podExists()).isTrue();
        assertThat(cluster.denied().isEmpty()).isTrue();
        assertThat(outcomes())
                .extracting(ResponseOutcome::result)
                .containsExactly(Result.SKIPPED, Result.SKIPPED);
    }

    @Test
    void undoIsRecordedForEachActionLastFirst() throws Exception {
        ResponsePlan deny = ClusterInMemory.plan("deny-tokens");
        journal.accept(deny);
        carryOut();
        journal.undoRequested(deny.planId());

        carryOut();

        assertThat(cluster.denied().has(ClusterInMemory.UID)).isFalse();
        assertThat(outcomes())
                .extracting(ResponseOutcome::proof)
                .containsExactly(Proof.PROVED, Proof.PROVED);
        assertThat(journal.unsettled()).isEmpty();
    }

    @Test
    void keysOfPodsLongGoneAreTakenOut() throws Exception {
        ResponsePlan deny = ClusterInMemory.plan("deny-tokens");
        journal.accept(deny);
        carryOut();
        deniedPods.add("somebody-elses", "pln-00000000000000000000000000000009", false);
        DeniedPodSweep sweep =
                new DeniedPodSweep(cluster.api, deniedPods, journal, clock, Duration.ofHours(1));
        sweep.round();
        cluster.api.remove(ResourceType.PODS, ObjectKey.namespaced("shop", "web-1"));
        sweep.round();
        assertThat(sweep.denied()).isEqualTo(2);

        clock.advance(Duration.ofMinutes(61));
        sweep.round();

        assertThat(cluster.denied().members().keySet()).containsExactly("somebody-elses");
    }

    private void carryOut() throws InterruptedException {
        carryOut(false, 10);
    }

    private void carryOut(boolean dryRun, int budget) throws InterruptedException {
        carryOut(dryRun, new Budget(budget, Duration.ofMinutes(10), clock, journal));
    }

    private void carryOut(Budget budget) throws InterruptedException {
        carryOut(false, budget);
    }

    private void carryOut(boolean dryRun, Budget budget) throws InterruptedException {
        TokenCheck check =
                new TokenCheck(
                        cluster, new TokenCheck.Patience(clock, clock, Duration.ofMillis(500)));
        Preconditions preconditions =
                new Preconditions(
                        cluster.api,
                        new Preconditions.Limits(List.of("kube-system"), Duration.ofMinutes(15)),
                        clock);
        StepRunner runner =
                new StepRunner(
                        List.of(
                                new DenyTokens(deniedPods, tokens, check, Duration.ofSeconds(10)),
                                new DeletePod(cluster.api, tokens, check, Duration.ofSeconds(25))),
                        new StepRunner.Guard(preconditions, budget, dryRun),
                        new StepRunner.Repetition(
                                new BackOff(
                                        Duration.ofSeconds(1), Duration.ofSeconds(10), () -> 0.5),
                                clock));
        PlanExecutor executor =
                new PlanExecutor(journal, runner, new Outcomes(spool, metrics, clock), 2);
        executor.resume();
        executor.awaitIdle(LONG);
    }

    private List<ResponseOutcome> outcomes() throws MalformedRecordException {
        var outcomes = new ArrayList<ResponseOutcome>();
        for (SpooledRecord record : spool.peek(100, 1024 * 1024)) {
            outcomes.add((ResponseOutcome) record.envelope().body());
        }
        return outcomes;
    }

    private static KubernetesApiException unreachable() {
        return new KubernetesApiException.Unreachable("connection refused", null);
    }
}
