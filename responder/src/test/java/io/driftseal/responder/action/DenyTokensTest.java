package io.driftseal.responder.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.evidence.ResponseOutcome.Proof;
import io.driftseal.evidence.ResponseOutcome.Result;
import io.driftseal.evidence.ResponsePlan;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.responder.ClusterInMemory;
import io.driftseal.responder.SteppingClock;
import io.driftseal.responder.proof.HandedTokens;
import io.driftseal.responder.proof.TokenCheck;
import io.driftseal.workload.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DenyTokensTest {

    private final ClusterInMemory cluster = new ClusterInMemory();
    private final SteppingClock clock = new SteppingClock();
    private final HandedTokens tokens =
            new HandedTokens(cluster, new HandedTokens.Limits(10, Duration.ofHours(1)), clock);
    private final ResponsePlan plan = ClusterInMemory.plan("deny-tokens");

    @Test
    void aTokenThatWroteAndIsNowRefusedByOurPolicyProvesTheDeny() throws Exception {
        tokens.hand(ClusterInMemory.TOKEN);
        cluster.staleAnswers = 3;

        StepOutcome outcome = action(10).carryOut(step(false));

        assertThat(outcome.result()).isEqualTo(Result.DONE);
        assertThat(outcome.proof()).isEqualTo(Proof.PROVED);
        assertThat(outcome.auditId()).contains("audit-refused");
        assertThat(outcome.undo()).contains("driftseal undo " + plan.planId());
        assertThat(cluster.denied().string(ClusterInMemory.UID)).contains(plan.planId());
    }

    @Test
    void withoutAHandedTokenTheDenyIsInferred() throws Exception {
        StepOutcome outcome = action(10).carryOut(step(false));

        assertThat(outcome.result()).isEqualTo(Result.DONE);
        assertThat(outcome.proof()).isEqualTo(Proof.INFERRED);
        assertThat(cluster.denied().has(ClusterInMemory.UID)).isTrue();
    }

    @Test
    void aTokenThatCouldNotWriteBeforeProvesNothing() throws Exception {
        tokens.hand(ClusterInMemory.TOKEN);
        cluster.rbacRefuses = true;

        StepOutcome outcome = action(10).carryOut(step(false));

        assertThat(outcome.proof()).isEqualTo(Proof.INFERRED);
        assertThat(outcome.detail()).contains("nothing to deny was shown");
    }

    @Test
    void aTokenThatStillWritesShowsThatThePolicyDoesNotWork() throws Exception {
        tokens.hand(ClusterInMemory.TOKEN);
        cluster.policyIsBroken = true;

        StepOutcome outcome = action(10).carryOut(step(false));

        assertThat(outcome.proof()).isEqualTo(Proof.NOT_EFFECTIVE);
        assertThat(clock.instant()).isEqualTo(SteppingClock.START.plusSeconds(10));
    }

    @Test
    void anApiServerThatDoesNotAnswerTheProofLeavesItUnknown() throws Exception {
        tokens.hand(ClusterInMemory.TOKEN);
        cluster.unreachable = true;

        assertThat(action(10).carryOut(step(false)).proof()).isEqualTo(Proof.UNKNOWN);
    }

    @Test
    void doneTwiceItWritesOnce() throws Exception {
        tokens.hand(ClusterInMemory.TOKEN);
        action(10).carryOut(step(false));

        StepOutcome again = action(10).carryOut(step(false));

        assertThat(again.proof()).isEqualTo(Proof.PROVED);
        assertThat(cluster.api.writes()).hasSize(1);
    }

    @Test
    void aDryRunAsksAndStoresNothing() throws Exception {
        StepOutcome outcome = action(10).carryOut(step(true));

        assertThat(outcome.result()).isEqualTo(Result.WOULD_DO);
        assertThat(outcome.auditId()).isPresent();
        assertThat(cluster.denied()).isEqualTo(JsonObject.EMPTY);
    }

    @Test
    void aFullParameterObjectRefusesAnotherPod() throws Exception {
        StepOutcome outcome = action(0).carryOut(step(false));

        assertThat(outcome.result()).isEqualTo(Result.FAILED);
        assertThat(cluster.api.writes()).isEmpty();
    }

    @Test
    void withoutItsParameterObjectThePolicyHasNoEffectAndTheStepFails() throws Exception {
        cluster.api.remove(
                ResourceType.CONFIG_MAPS,
                ObjectKey.namespaced("driftseal-system", "driftseal-denied-tokens"));

        assertThat(action(10).carryOut(step(false)).result()).isEqualTo(Result.FAILED);
    }

    @Test
    void undoIsProvedByAWriteThatIsAcceptedAgain() throws Exception {
        tokens.hand(ClusterInMemory.TOKEN);
        action(10).carryOut(step(false));

        StepOutcome undone = action(10).undo(plan);

        assertThat(undone.result()).isEqualTo(Result.DONE);
        assertThat(undone.proof()).isEqualTo(Proof.PROVED);
        assertThat(cluster.denied().has(ClusterInMemory.UID)).isFalse();
    }

    @Test
    void undoLeavesWhatAnotherPlanDenied() throws Exception {
        new DeniedPods(cluster.api, "driftseal-system", 10)
                .add(ClusterInMemory.UID, "pln-00000000000000000000000000000009", false);

        assertThat(action(10).undo(plan).result()).isEqualTo(Result.SKIPPED);
        assertThat(cluster.denied().has(ClusterInMemory.UID)).isTrue();
    }

    private DenyTokens action(int maximumPods) {
        return new DenyTokens(
                new DeniedPods(cluster.api, "driftseal-system", maximumPods),
                tokens,
                new TokenCheck(
                        cluster, new TokenCheck.Patience(clock, clock, Duration.ofMillis(500))),
                Duration.ofSeconds(10));
    }

    private Step step(boolean dryRun) {
        return new Step(plan, JsonObject.EMPTY, dryRun);
    }
}
