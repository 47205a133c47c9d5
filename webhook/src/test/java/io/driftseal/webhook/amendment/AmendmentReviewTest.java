package io.driftseal.webhook.amendment;

import static io.driftseal.webhook.ReviewBench.DEPLOYMENT_CONTROLLER;
import static io.driftseal.webhook.ReviewBench.REPLICA_SET_CONTROLLER;
import static io.driftseal.webhook.ReviewBench.object;
import static io.driftseal.webhook.ReviewBench.withImage;
import static io.driftseal.webhook.ReviewBench.withMetadata;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.decision.Cause;
import io.driftseal.decision.EntryPoint;
import io.driftseal.evidence.AmendmentRecord;
import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.DecisionRecord.Outcome;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.stamp.AmendmentChain;
import io.driftseal.stamp.AmendmentStatement;
import io.driftseal.stamp.AmendmentVerification;
import io.driftseal.stamp.AmendmentVerifier;
import io.driftseal.webhook.Answer;
import io.driftseal.webhook.Review;
import io.driftseal.webhook.ReviewBench;
import io.driftseal.workload.CanonicalForm;
import io.driftseal.workload.Workload;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Later changes of a running pod, from review to amendment. */
final class AmendmentReviewTest {

    private static final String DEBUG = "ephemeralcontainers";

    private final ReviewBench bench = new ReviewBench();

    private JsonObject stampedPod() {
        bench.create("alice", object("deployment"));
        bench.create(DEPLOYMENT_CONTROLLER, object("replicaset"));
        return bench.create(REPLICA_SET_CONTROLLER, object("pod"));
    }

    @Test
    void anApprovedDebugContainerBecomesASignedAmendment() throws Exception {
        JsonObject pod = stampedPod();
        bench.opensDoors();

        Answer answer = send(pod, debugged(pod), DEBUG);

        assertThat(answer.allowed()).isTrue();
        assertThat(answer.warnings()).containsExactly("This is on record.");
        AmendmentRecord record = bench.amendments.getFirst();
        assertThat(record.door()).isEqualTo("ephemeral-container");
        assertThat(record.requester()).isEqualTo("oncall");
        assertThat(record.change()).singleElement().asString().contains("name=debug");
        AmendmentStatement statement = statement(record);
        assertThat(statement.form().generation()).isEqualTo(2);
        assertThat(
                        AmendmentChain.explaining(
                                CanonicalForm.of(Workload.of(pod)).hash(),
                                CanonicalForm.of(Workload.of(debugged(pod))).hash(),
                                Workload.of(debugged(pod)),
                                List.of(statement)))
                .isPresent();
        DecisionRecord decision = bench.records.getLast();
        assertThat(decision.outcome()).isEqualTo(Outcome.ADMITTED);
        assertThat(decision.decisionId()).isEqualTo(record.decisionId());
        assertThat(decision.door().orElseThrow().container()).isEqualTo("debug");
        assertThat(decision.door().orElseThrow().command()).doesNotContain("hunter2");
    }

    @Test
    void policySeesTheContainerWithoutItsSecretsAndTheTierOfTheStamp() {
        JsonObject pod = stampedPod();
        bench.opensDoors();

        send(pod, debugged(pod), DEBUG);

        String question = asked();
        assertThat(question)
                .contains("\"door\":\"ephemeral-container\"")
                .contains("\"image\":\"registry.example/tools:1\"")
                .contains("\"runtimePolicy\":\"standard\"")
                .doesNotContain("hunter2");
    }

    @Test
    void aPodThatWasAmendedOnceCanBeAmendedAgain() throws Exception {
        JsonObject pod = stampedPod();
        bench.opensDoors();
        JsonObject once = debugged(pod);
        JsonObject twice = generation(withContainers(once, "debug", "debug2"), 3);

        send(pod, once, DEBUG);
        send(once, twice, DEBUG);

        assertThat(asked()).contains("\"runtimePolicy\":\"standard\"");
        assertThat(
                        AmendmentChain.explaining(
                                CanonicalForm.of(Workload.of(pod)).hash(),
                                CanonicalForm.of(Workload.of(twice)).hash(),
                                Workload.of(twice),
                                bench.amendments.stream().map(this::statement).toList()))
                .get()
                .satisfies(chain -> assertThat(chain).hasSize(2));
    }

    @Test
    void aPodThatWasAmendedKeepsItsTierAtEveryDoor() {
        JsonObject pod = stampedPod();
        bench.opensDoors();
        bench.cluster.put(ResourceType.PODS, debugged(pod));

        bench.send("/access", "connect-exec-with-a-secret-in-the-command");

        assertThat(asked()).contains("\"runtimePolicy\":\"standard\"");
    }

    @Test
    void aResizeShowsAmountsAndRange() {
        JsonObject pod = stampedPod();
        pod = withMetadata(pod, "annotations", "resize.driftseal.io/app", "cpu=100m..2");
        bench.opensDoors();

        Answer answer = send(pod, resized(pod), "resize");

        assertThat(answer.allowed()).isTrue();
        assertThat(bench.amendments.getFirst().door()).isEqualTo("resize");
        assertThat(asked()).contains("\"to\":1.5,\"least\":0.1,\"most\":2,\"withinRange\":true");
    }

    @Test
    void refusedInEnforceWithoutAnAmendment() {
        JsonObject pod = stampedPod();
        bench.shutsDoors();

        Answer answer = send(pod, debugged(pod), DEBUG);

        assertThat(answer.allowed()).isFalse();
        assertThat(answer.message()).startsWith("This door is closed. (decision dec-");
        assertThat(bench.amendments).isEmpty();
        assertThat(bench.records.getLast().outcome()).isEqualTo(Outcome.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"warn", "observe"})
    void letThroughElsewhereAndRecordedWithTheFormItMakes(String mode) throws Exception {
        JsonObject pod = stampedPod();
        bench.mode("shop", mode).shutsDoors();

        Answer answer = send(pod, debugged(pod), DEBUG);

        assertThat(answer.allowed()).isTrue();
        assertThat(answer.warnings()).hasSize(mode.equals("warn") ? 1 : 0);
        assertThat(bench.amendments).isEmpty();
        assertThat(bench.records.getLast().outcome()).isEqualTo(Outcome.WOULD_REFUSE);
        assertThat(bench.records.getLast().configurationHash())
                .isEqualTo(CanonicalForm.of(Workload.of(debugged(pod))).hash().hex());
    }

    @Test
    void whatCannotBeKeptIsNotApproved() {
        JsonObject pod = stampedPod();
        bench.opensDoors();
        bench.keepsAmendments = false;

        Answer answer = send(pod, debugged(pod), DEBUG);

        assertThat(answer.allowed()).isFalse();
        assertThat(answer.message()).contains("cannot be kept");
        bench.mode("shop", "observe");
        assertThat(send(pod, debugged(pod), DEBUG).allowed()).isTrue();
        assertThat(bench.records.getLast().outcome()).isEqualTo(Outcome.UNDECIDED);
    }

    @Test
    void withoutAnAnswerOfPolicyEnforceRefuses() {
        JsonObject pod = stampedPod();
        bench.policy.fail(EntryPoint.ACCESS, Cause.TIMEOUT);

        Answer answer = send(pod, debugged(pod), DEBUG);

        assertThat(answer.allowed()).isFalse();
        assertThat(answer.message()).contains("policy gave no answer");
        assertThat(bench.amendments).isEmpty();
    }

    @Test
    void aDryRunDecidesAndLeavesNothing() {
        JsonObject pod = stampedPod();
        bench.opensDoors();
        int before = bench.records.size();

        Answer answer =
                bench.send(
                        "/verify",
                        Review.update("oncall", pod, debugged(pod)).on(DEBUG).asDryRun());

        assertThat(answer.allowed()).isTrue();
        assertThat(bench.amendments).isEmpty();
        assertThat(bench.records).hasSize(before);
    }

    @Test
    void whatADoorMayNotChangeIsNoMatterOfTheDoor() {
        JsonObject pod = stampedPod();
        bench.opensDoors();

        for (String door : List.of(DEBUG, "resize", "")) {
            Answer answer = send(pod, withImage(debugged(pod), "evil:1"), door);
            assertThat(answer.allowed()).as(door).isFalse();
        }
        assertThat(send(pod, debugged(pod), "resize").allowed()).isFalse();
        assertThat(send(pod, resized(pod), DEBUG).allowed()).isFalse();
        assertThat(send(pod, debugged(pod), "").allowed()).isFalse();
        assertThat(bench.amendments).isEmpty();
    }

    private String asked() {
        return bench.policy.questions().getLast().input().toString();
    }

    private Answer send(JsonObject before, JsonObject after, String subResource) {
        return bench.send("/verify", Review.update("oncall", before, after).on(subResource));
    }

    private AmendmentStatement statement(AmendmentRecord record) {
        if (new AmendmentVerifier(bench.keys()).verify(record.envelope())
                instanceof AmendmentVerification.Verified(var statement)) {
            return statement;
        }
        throw new AssertionError("not an amendment: " + record.envelope());
    }

    private static JsonObject debugged(JsonObject pod) {
        return generation(withContainers(pod, "debug"), 2);
    }

    private static JsonObject withContainers(JsonObject pod, String... names) {
        List<JsonValue> containers =
                List.of(names).stream()
                        .<JsonValue>map(name ->
                                ReviewBench.json(
                                        """
                                        {"name":"%s","image":"registry.example/tools:1",
                                         "command":["sh","-c","hunter2"],
                                         "env":[{"name":"TOKEN","value":"hunter2"}]}
                                        """
                                                .formatted(name)))
                        .toList();
        return pod.with(
                "spec", pod.object("spec").with("ephemeralContainers", new JsonArray(containers)));
    }

    private static JsonObject resized(JsonObject pod) {
        JsonObject container = pod.object("spec").objects("containers").getFirst();
        JsonObject resources = ReviewBench.json("{\"limits\":{\"cpu\":\"1500m\"}}");
        return generation(
                pod.with(
                        "spec",
                        pod.object("spec")
                                .with(
                                        "containers",
                                        JsonArray.of(container.with("resources", resources)))),
                2);
    }

    private static JsonObject generation(JsonObject pod, int generation) {
        return pod.with(
                "metadata", pod.object("metadata").with("generation", JsonNumber.of(generation)));
    }
}
