package io.driftseal.webhook.access;

import static io.driftseal.webhook.ReviewBench.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.decision.Cause;
import io.driftseal.decision.EntryPoint;
import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.DecisionRecord.Outcome;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi;
import io.driftseal.webhook.Answer;
import io.driftseal.webhook.ReviewBench;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AccessReviewTest {
    private static final String EXEC = "connect-exec-with-a-secret-in-the-command";

    private final ReviewBench bench = new ReviewBench();

    @BeforeEach
    void pod() {
        bench.cluster.put(ResourceType.PODS, object("pod"));
    }

    private void denies() {
        bench.policy.answer(
                EntryPoint.ACCESS,
                """
                {"granted":false,"warnings":[],"reasons":[
                 {"code":"exec","message":"Exec is closed in this tier.","field":""}]}
                """);
    }

    @Test
    void aDoorThatPolicyOpensIsRecordedWithoutTheSecret() {
        bench.policy.answer(
                EntryPoint.ACCESS,
                """
                {"granted":true,"warnings":[],"reasons":[]}
                """);

        Answer answer = bench.send("/access", EXEC);

        assertThat(answer.allowed()).isTrue();
        DecisionRecord record = bench.records.getFirst();
        assertThat(record.door().orElseThrow().container()).isEqualTo("app");
        assertThat(record.door().orElseThrow().command()).matches("psql sha256:[0-9a-f]{16}");
        assertThat(record.toString()).doesNotContain("hunter2");
        assertThat(bench.policy.questions().toString()).doesNotContain("hunter2");
        assertThat(record.workload().uid()).isEqualTo("0a85341f-ad98-42cb-bbe4-49b38b4f46e3");
    }

    @Test
    void enforceKeepsADeniedDoorShut() {
        denies();

        Answer answer = bench.send("/access", EXEC);

        assertThat(answer.allowed()).isFalse();
        assertThat(answer.message()).startsWith("Exec is closed in this tier. (decision dec-");
        assertThat(bench.records.getFirst().outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void observeRecordsWhatItWouldHaveRefused() {
        denies();
        bench.mode("shop", "observe");

        assertThat(bench.send("/access", EXEC).allowed()).isTrue();
        assertThat(bench.records.getFirst().outcome()).isEqualTo(Outcome.WOULD_REFUSE);
    }

    @Test
    void withoutAnAnswerOfPolicyEnforceKeepsItShutAndObserveDoesNot() {
        bench.policy.fail(EntryPoint.ACCESS, Cause.ENGINE_DOWN);

        assertThat(bench.send("/access", EXEC).allowed()).isFalse();
        bench.mode("shop", "warn");
        assertThat(bench.send("/access", EXEC).warnings())
                .containsExactly(
                        "driftseal would refuse this: policy gave no answer (engine_down)");
        assertThat(bench.records.getLast().outcome()).isEqualTo(Outcome.UNDECIDED);
    }

    @Test
    void aPodThatCannotBeReadIsLeftToTheFailurePolicy() {
        bench.cluster.remove(
                ResourceType.PODS, io.driftseal.kubernetes.ObjectKey.of(object("pod")));
        assertThat(bench.send("/access", EXEC).allowed())
                .as("the API server answers 404 by itself")
                .isTrue();

        bench.cluster.failNext(
                FakeKubernetesApi.Call.GET, new KubernetesApiException.Unreachable("away", null));
        assertThat(bench.send("/access", EXEC).status()).isEqualTo(503);
    }

    @Test
    void theSecondProtocolOfOneRefusalIsTheSameRecordAndTheSameDecision() {
        denies();

        Answer webSocket = bench.send("/access", EXEC);
        Answer spdy = bench.send("/access", EXEC);

        assertThat(spdy.message()).isEqualTo(webSocket.message());
        assertThat(bench.records).hasSize(1);
        bench.later(Duration.ofSeconds(6)).send("/access", EXEC);
        assertThat(bench.records).as("later it is another attempt").hasSize(2);
    }
}
