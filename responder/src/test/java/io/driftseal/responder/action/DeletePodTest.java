package io.driftseal.responder.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.evidence.ResponseOutcome.Proof;
import io.driftseal.evidence.ResponseOutcome.Result;
import io.driftseal.evidence.ResponsePlan;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.responder.ClusterInMemory;
import io.driftseal.responder.SteppingClock;
import io.driftseal.responder.proof.HandedTokens;
import io.driftseal.responder.proof.TokenCheck;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeletePodTest {

    private static final ObjectKey POD = ObjectKey.namespaced("shop", "web-1");

    private final ClusterInMemory cluster = new ClusterInMemory();
    private final SteppingClock clock = new SteppingClock();
    private final HandedTokens tokens =
            new HandedTokens(cluster, new HandedTokens.Limits(10, Duration.ofHours(1)), clock);
    private final ResponsePlan plan = ClusterInMemory.plan("delete-pod");
    private final DeletePod action =
            new DeletePod(
                    cluster.api,
                    tokens,
                    new TokenCheck(
                            cluster, new TokenCheck.Patience(clock, clock, Duration.ofMillis(500))),
                    Duration.ofSeconds(25));

    @Test
    void theRefusedTokenProvesThatItIsDead() throws Exception {
        tokens.hand(ClusterInMemory.TOKEN);
        cluster.staleAnswers = 20;

        StepOutcome outcome = action.carryOut(step(false));

        assertThat(outcome.result()).isEqualTo(Result.DONE);
        assertThat(outcome.proof()).isEqualTo(Proof.PROVED);
        assertThat(outcome.auditId()).contains("audit-refused");
        assertThat(outcome.undo()).isEmpty();
        assertThat(cluster.podExists()).isFalse();
        assertThat(tokens.size()).isZero();
    }

    @Test
    void theProcessOnTheNodeIsNeverSaidToBeContained() throws Exception {
        assertThat(action.carryOut(step(false)).detail())
                .contains("Containment of its processes: unknown")
                .contains("a ReplicaSet, makes a replacement");
    }

    @Test
    void withoutATokenTheAbsentObjectOnlyInfers() throws Exception {
        assertThat(action.carryOut(step(false)).proof()).isEqualTo(Proof.INFERRED);
    }

    @Test
    void aTokenThatOutlivesItsPodIsSaidSo() throws Exception {
        tokens.hand(ClusterInMemory.TOKEN);
        cluster.tokenNeverDies = true;

        assertThat(action.carryOut(step(false)).proof()).isEqualTo(Proof.NOT_EFFECTIVE);
    }

    @Test
    void anApiServerThatDoesNotAnswerTheProofLeavesItUnknown() throws Exception {
        tokens.hand(ClusterInMemory.TOKEN);
        cluster.unreachable = true;

        assertThat(action.carryOut(step(false)).proof()).isEqualTo(Proof.UNKNOWN);
    }

    @Test
    void anotherPodOfTheSameNameIsLeftAlone() throws Exception {
        cluster.api.remove(ResourceType.PODS, POD);
        cluster.api.put(
                ResourceType.PODS,
                ClusterInMemory.json("{'metadata':{'namespace':'shop','name':'web-1'}}"));

        assertThat(action.carryOut(step(false)).result()).isEqualTo(Result.SKIPPED);
        assertThat(cluster.podExists()).isTrue();
    }

    @Test
    void aDryRunAsksAndDeletesNothing() throws Exception {
        StepOutcome outcome = action.carryOut(step(true));

        assertThat(outcome.result()).isEqualTo(Result.WOULD_DO);
        assertThat(cluster.podExists()).isTrue();
    }

    @Test
    void aMissingRightIsAFailureWithItsAuditId() throws Exception {
        cluster.api.failNext(
                FakeKubernetesApi.Call.DELETE,
                KubernetesApiException.of(
                        new KubernetesApiException.Answer(
                                403, "Forbidden", "cannot delete pods", Optional.of("audit-7"))));

        StepOutcome outcome = action.carryOut(step(false));

        assertThat(outcome.result()).isEqualTo(Result.FAILED);
        assertThat(outcome.auditId()).contains("audit-7");
    }

    @Test
    void afterARestartTheGonePodIsDoneAndTheTokenStillProvesIt() throws Exception {
        tokens.hand(ClusterInMemory.TOKEN);
        cluster.api.remove(ResourceType.PODS, POD);

        assertThat(action.carriedOutBefore(plan).proof()).isEqualTo(Proof.PROVED);
    }

    @Test
    void aDeletionCannotBeTakenBack() {
        assertThat(action.undo(plan).result()).isEqualTo(Result.SKIPPED);
    }

    private Step step(boolean dryRun) {
        return new Step(plan, cluster.api.get(ResourceType.PODS, POD).orElseThrow(), dryRun);
    }
}
