package io.driftseal.webhook.verification;

import static io.driftseal.webhook.ReviewBench.DEPLOYMENT_CONTROLLER;
import static io.driftseal.webhook.ReviewBench.REPLICA_SET_CONTROLLER;
import static io.driftseal.webhook.ReviewBench.object;
import static io.driftseal.webhook.ReviewBench.withImage;
import static io.driftseal.webhook.ReviewBench.withMetadata;
import static io.driftseal.webhook.ReviewBench.withoutMetadata;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.DecisionRecord.Outcome;
import io.driftseal.evidence.DecisionRecord.Point;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi;
import io.driftseal.webhook.Answer;
import io.driftseal.webhook.Review;
import io.driftseal.webhook.ReviewBench;
import io.driftseal.workload.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VerifyReviewTest {
    private static final String POD = "stamp.driftseal.io/pod";

    private final ReviewBench bench = new ReviewBench();

    private JsonObject stampedPod() {
        bench.create("alice", object("deployment"));
        bench.create(DEPLOYMENT_CONTROLLER, object("replicaset"));
        return bench.create(REPLICA_SET_CONTROLLER, object("pod"));
    }

    @Test
    void aStampThatHoldsIsTiedToTheUid() {
        JsonObject pod = stampedPod();

        DecisionRecord record = bench.records.getLast();

        assertThat(record.point()).isEqualTo(Point.VERIFY);
        assertThat(record.workload().uid()).isEqualTo(pod.string("metadata", "uid").orElseThrow());
        assertThat(record.decisionId())
                .isEqualTo(bench.records.get(bench.records.size() - 2).decisionId());
        assertThat(record.id()).isNotEqualTo(record.decisionId());
    }

    @Test
    void enforceRefusesWhatCarriesNoStamp() {
        Answer answer = bench.send("/verify", Review.create("alice", object("deployment")));

        assertThat(answer.allowed()).isFalse();
        assertThat(answer.message())
                .startsWith("it carries no stamp: the stamping webhook was not asked");
        assertThat(bench.records.getLast().outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void theRefusalSaysWhyThereIsNoStamp() {
        JsonObject pod = object("pod");
        bench.send("/stamp", Review.create("mallory", pod));

        Answer answer = bench.send("/verify", Review.create("mallory", pod));

        assertThat(answer.allowed()).isFalse();
        assertThat(answer.message())
                .startsWith(
                        "it was not stamped: it claims to be made by ReplicaSet web-7c98f7f569");
        assertThat(bench.records.getLast().decisionId())
                .isEqualTo(bench.records.getFirst().decisionId());
    }

    @Test
    void warnAndObserveLetThroughAndRecordIt() {
        bench.mode("shop", "warn");
        Answer warned = bench.send("/verify", Review.create("alice", object("deployment")));
        bench.mode("shop", "observe");
        Answer observed = bench.send("/verify", Review.create("alice", object("deployment")));

        assertThat(warned.allowed()).isTrue();
        assertThat(warned.warnings()).singleElement().asString().hasSizeLessThanOrEqualTo(120);
        assertThat(observed.allowed()).isTrue();
        assertThat(observed.warnings()).isEmpty();
        assertThat(bench.records)
                .extracting(DecisionRecord::outcome)
                .containsExactly(Outcome.WOULD_REFUSE, Outcome.WOULD_REFUSE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ephemeralcontainers", "resize"})
    void aChangedPodIsRefusedInWords(String subResource) {
        JsonObject pod = stampedPod();

        Answer answer =
                bench.send(
                        "/verify",
                        Review.update("mallory", pod, withImage(pod, "evil:1")).on(subResource));

        assertThat(answer.allowed()).isFalse();
        assertThat(answer.message())
                .contains("spec.containers[name=app].image changed from ", " to evil:1");
        assertThat(bench.records.getLast().reasons().getFirst().field())
                .isEqualTo("spec.containers[name=app].image");
    }

    @Test
    void metadataStatusAndScalePassEvenUnstamped() {
        JsonObject pod = object("pod");
        JsonObject labelled = withMetadata(pod, "annotations", "team", "blue");

        assertThat(bench.send("/verify", Review.update("bob", pod, labelled)).allowed()).isTrue();
        assertThat(
                        bench.send(
                                        "/verify",
                                        Review.update("bob", pod, withImage(pod, "x:1"))
                                                .on("status"))
                                .allowed())
                .isTrue();
        assertThat(bench.records).isEmpty();
    }

    @Test
    void ourMetadataIsNotForOthersToEdit() {
        JsonObject pod = stampedPod();
        JsonObject removed = withoutMetadata(pod, "annotations", POD);
        JsonObject relabelled = withMetadata(pod, "labels", "driftseal.io/runtime-policy", "root");

        for (JsonObject edited : java.util.List.of(removed, relabelled)) {
            Answer answer = bench.send("/verify", Review.update("mallory", pod, edited));
            assertThat(answer.allowed()).isFalse();
            assertThat(answer.message()).contains("written by driftseal only");
        }
    }

    @Test
    void aCopiedOrForgedStampIsRefused() {
        JsonObject pod = stampedPod();
        JsonObject other =
                withMetadata(pod, "labels", "x", "y")
                        .with("metadata", pod.object("metadata").with("name", "other"));
        JsonObject forged = withMetadata(pod, "annotations", POD, "{}");
        JsonObject changed = withImage(pod, "evil:1");

        assertThat(bench.send("/verify", Review.create("mallory", other)).message())
                .startsWith("its stamp belongs to another object");
        assertThat(bench.send("/verify", Review.create("mallory", forged)).message())
                .startsWith("its stamp is malformed");
        assertThat(bench.send("/verify", Review.create("mallory", changed)).message())
                .startsWith("it was changed after it was stamped");
    }

    @Test
    void aDryRunLeavesNoTrace() {
        Answer answer =
                bench.send("/verify", Review.create("alice", object("deployment")).asDryRun());

        assertThat(answer.allowed()).isFalse();
        assertThat(bench.records).isEmpty();
    }

    @Test
    void withoutTheNamespaceTheFailurePolicyDecides() {
        bench.cluster.failNext(
                FakeKubernetesApi.Call.GET, new KubernetesApiException.Unreachable("away", null));

        Answer answer = bench.send("/verify", Review.create("alice", object("deployment")));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text()).contains("\"message\":\"the namespace cannot be read\"");
    }
}
