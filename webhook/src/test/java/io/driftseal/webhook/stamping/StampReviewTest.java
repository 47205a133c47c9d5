package io.driftseal.webhook.stamping;

import static io.driftseal.webhook.ReviewBench.DEPLOYMENT_CONTROLLER;
import static io.driftseal.webhook.ReviewBench.REPLICA_SET_CONTROLLER;
import static io.driftseal.webhook.ReviewBench.object;
import static io.driftseal.webhook.ReviewBench.withImage;
import static io.driftseal.webhook.ReviewBench.withMetadata;
import static io.driftseal.webhook.ReviewBench.withoutMetadata;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.decision.Cause;
import io.driftseal.decision.EntryPoint;
import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.DecisionRecord.Outcome;
import io.driftseal.evidence.ExemptionEntry;
import io.driftseal.evidence.ReasonEntry;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.testsupport.decision.FakePolicyEngine;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi;
import io.driftseal.webhook.Answer;
import io.driftseal.webhook.Review;
import io.driftseal.webhook.ReviewBench;
import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StampReviewTest {
    private static final String DEPLOYMENT = "stamp.driftseal.io/deployment";
    private static final String REPLICA_SET = "stamp.driftseal.io/replicaset";
    private static final String POD = "stamp.driftseal.io/pod";
    private static final String POLICY = "driftseal.io/runtime-policy";

    private final ReviewBench bench = new ReviewBench();

    private static Optional<String> annotation(JsonObject object, String key) {
        return object.string("metadata", "annotations", key);
    }

    private static Optional<String> label(JsonObject object) {
        return object.string("metadata", "labels", POLICY);
    }

    private static JsonObject barePod() {
        JsonObject pod = object("pod");
        return pod.with("metadata", pod.object("metadata").without("ownerReferences"));
    }

    @Test
    void aRootThatPolicyAdmitsIsStampedLabelledAndRecorded() {
        Answer answer = bench.send("/stamp", "create-deployment-by-a-person");

        assertThat(answer.allowed()).isTrue();
        assertThat(answer.response().string("uid"))
                .contains("705ab4f5-6393-11e8-b7cc-42010a800002");
        DecisionRecord record = bench.records.getFirst();
        assertThat(record.outcome()).isEqualTo(Outcome.ADMITTED);
        assertThat(record.requester()).isEqualTo("alice");
        assertThat(record.approver()).isEmpty();
        assertThat(answer.response().object("auditAnnotations").members().keySet())
                .containsExactly("decision-id", "configuration-hash", "bundle-revision");
        assertThat(answer.response().string("auditAnnotations", "decision-id"))
                .contains(record.decisionId());
        assertThat(answer.patch().orElseThrow().toString())
                .contains("\"path\":\"/metadata/annotations\"", "\"path\":\"/metadata/labels\"")
                .doesNotContain("template");
    }

    @Test
    void anExemptionThatTheDecisionRestedOnIsInItsRecordWithItsOwner() {
        bench.policy.answer(
                EntryPoint.ADMISSION,
                """
                {"admitted":true,"runtimePolicy":"standard","reasons":[],"recorded":[],"warnings":[
                 {"code":"exemption-used","message":"Rule host-path is exempt.","field":"spec",
                  "exemption":{"id":"legacy","rule":"host-path","owner":"team-node",
                   "reason":"replaced in Q1","expires":"2027-01-31T00:00:00Z"}}]}
                """);

        bench.create("alice", object("deployment"));

        assertThat(bench.records.getFirst().reasons())
                .singleElement()
                .extracting(ReasonEntry::exemption)
                .isEqualTo(
                        Optional.of(
                                new ExemptionEntry(
                                        "legacy",
                                        "host-path",
                                        "team-node",
                                        "replaced in Q1",
                                        "2027-01-31T00:00:00Z")));
    }

    @Test
    void aSecondCallWithinTheRequestChangesNothing() {
        JsonObject deployment = object("deployment");
        JsonObject stamped =
                bench.patched(deployment, bench.send("/stamp", Review.create("alice", deployment)));

        Answer again = bench.send("/stamp", Review.create("alice", stamped));

        assertThat(again.allowed()).isTrue();
        assertThat(again.patch()).isEmpty();
        assertThat(bench.records).hasSize(1);
    }

    @Test
    void aStampThatSomebodyBringsIsReplaced() {
        JsonObject stored = bench.create("alice", object("deployment"));
        String first = annotation(stored, DEPLOYMENT).orElseThrow();

        Answer replayed = bench.send("/stamp", Review.create("alice", stored));
        Answer byAnother =
                bench.send(
                        "/stamp",
                        Review.create("mallory", withMetadata(stored, "labels", POLICY, "root")));

        assertThat(annotation(bench.patched(stored, replayed), DEPLOYMENT).orElseThrow())
                .isNotEqualTo(first);
        JsonObject corrected = bench.patched(stored, byAnother);
        assertThat(annotation(corrected, DEPLOYMENT).orElseThrow()).isNotEqualTo(first);
        assertThat(label(corrected)).contains("standard");
    }

    @Test
    void enforceRefusesWithTheReasonAndTheDecision() {
        bench.refuses();

        Answer answer = bench.send("/stamp", Review.create("alice", object("deployment")));

        assertThat(answer.allowed()).isFalse();
        DecisionRecord record = bench.records.getFirst();
        assertThat(record.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(answer.message())
                .isEqualTo("Remove privileged: true. (decision " + record.decisionId() + ")");
    }

    @Test
    void warnLetsThroughWithAWarningAndObserveInSilence() {
        bench.refuses().mode("shop", "warn");
        Answer warned = bench.send("/stamp", Review.create("alice", object("deployment")));
        bench.mode("shop", "observe");
        Answer observed = bench.send("/stamp", Review.create("alice", object("deployment")));

        assertThat(warned.allowed()).isTrue();
        assertThat(warned.patch()).isEmpty();
        assertThat(warned.warnings())
                .containsExactly("driftseal would refuse this: Remove privileged: true.");
        assertThat(observed.allowed()).isTrue();
        assertThat(observed.patch()).isEmpty();
        assertThat(observed.warnings()).isEmpty();
        assertThat(bench.records)
                .extracting(DecisionRecord::outcome)
                .containsExactly(Outcome.WOULD_REFUSE, Outcome.WOULD_REFUSE);
    }

    @Test
    void withoutAnAnswerOfPolicyNothingIsStamped() {
        bench.policy.fail(EntryPoint.ADMISSION, Cause.TIMEOUT);

        Answer answer = bench.send("/stamp", Review.create("alice", object("deployment")));

        assertThat(answer.allowed()).isTrue();
        assertThat(answer.patch()).isEmpty();
        assertThat(bench.records.getFirst().outcome()).isEqualTo(Outcome.UNDECIDED);
        assertThat(bench.records.getFirst().bundleRevision()).isEqualTo(FakePolicyEngine.REVISION);
    }

    @Test
    void anUpdateThatKeepsTheFormKeepsTheStampByteForByte() {
        JsonObject stored = bench.create("alice", object("deployment"));
        JsonObject scaled =
                stored.with("spec", stored.object("spec").with("replicas", JsonNumber.of(7)));
        JsonObject annotated = withMetadata(stored, "annotations", "team", "blue");

        assertThat(bench.send("/stamp", Review.update("bob", stored, scaled)).patch()).isEmpty();
        assertThat(bench.send("/stamp", Review.update("bob", stored, annotated)).patch()).isEmpty();
        assertThat(bench.policy.questions()).hasSize(1);
    }

    @Test
    void aStampThatAnUpdateTakesAwayOrEditsIsPutBack() {
        JsonObject stored = bench.create("alice", object("deployment"));
        JsonObject without =
                withoutMetadata(
                        withoutMetadata(stored, "annotations", DEPLOYMENT), "labels", POLICY);
        JsonObject edited =
                withMetadata(
                        withMetadata(stored, "annotations", DEPLOYMENT, "mine"),
                        "labels",
                        POLICY,
                        "mine");

        for (JsonObject changed : java.util.List.of(without, edited)) {
            Answer answer = bench.send("/stamp", Review.update("bob", stored, changed));
            JsonObject result = bench.patched(changed, answer);
            assertThat(annotation(result, DEPLOYMENT)).isEqualTo(annotation(stored, DEPLOYMENT));
            assertThat(label(result)).contains("standard");
        }
    }

    @Test
    void aChangedFormIsANewDecisionThatSupersedesTheOldOne() {
        JsonObject stored = bench.create("alice", object("deployment"));
        JsonObject changed = withImage(stored, "registry.example/shop/web:2");

        Answer answer = bench.send("/stamp", Review.update("bob", stored, changed));

        assertThat(annotation(bench.patched(changed, answer), DEPLOYMENT))
                .isNotEqualTo(annotation(stored, DEPLOYMENT));
        assertThat(bench.policy.questions()).hasSize(2);
        assertThat(bench.records.getLast().requester()).isEqualTo("bob");
    }

    @Test
    void aRolloutUndoBringsNoOldStampBack() {
        JsonObject first = bench.create("alice", object("deployment"));
        JsonObject second =
                bench.patched(
                        withImage(first, "registry.example/shop/web:2"),
                        bench.send(
                                "/stamp",
                                Review.update(
                                        "alice",
                                        first,
                                        withImage(first, "registry.example/shop/web:2"))));
        JsonObject undone =
                withMetadata(first, "annotations", REPLICA_SET, "copied from the ReplicaSet");

        Answer answer = bench.send("/stamp", Review.update("alice", second, undone));

        JsonObject result = bench.patched(undone, answer);
        assertThat(annotation(result, REPLICA_SET)).isEmpty();
        assertThat(annotation(result, DEPLOYMENT))
                .isNotEqualTo(annotation(first, DEPLOYMENT))
                .isNotEqualTo(annotation(second, DEPLOYMENT))
                .isPresent();
    }

    @Test
    void childrenOfTheirControllersAreStampedUnderTheirOwners() {
        bench.create("alice", object("deployment"));
        bench.create(DEPLOYMENT_CONTROLLER, object("replicaset"));

        JsonObject pod = bench.create(REPLICA_SET_CONTROLLER, object("pod"));

        assertThat(annotation(pod, POD)).isPresent();
        assertThat(label(pod)).contains("standard");
        assertThat(bench.policy.questions()).as("policy approved the template").hasSize(1);
        assertThat(bench.records)
                .extracting(DecisionRecord::outcome)
                .containsOnly(Outcome.ADMITTED)
                .hasSize(6);
        assertThat(bench.metrics.scrape())
                .as("the fixture's pod as the API server sees it has these from it")
                .contains("transformations_explaining_total{")
                .contains("transformation=\"default-tolerations\"} 1.0");
    }

    @Test
    void aReplicaSetMayCarryTheStampThatItsControllerCopied() {
        JsonObject deployment = bench.create("alice", object("deployment"));
        String copied = annotation(deployment, DEPLOYMENT).orElseThrow();
        JsonObject incoming = withMetadata(object("replicaset"), "annotations", DEPLOYMENT, copied);

        JsonObject byController =
                bench.patched(
                        incoming,
                        bench.send("/stamp", Review.create(DEPLOYMENT_CONTROLLER, incoming)));
        JsonObject byPerson =
                bench.patched(incoming, bench.send("/stamp", Review.create("mallory", incoming)));

        assertThat(annotation(byController, DEPLOYMENT)).contains(copied);
        assertThat(annotation(byController, REPLICA_SET)).isPresent();
        assertThat(annotation(byPerson, DEPLOYMENT)).isEmpty();
        assertThat(annotation(byPerson, REPLICA_SET)).isEmpty();
    }

    @Test
    void whoOnlyClaimsAnOwnerIsNotStamped() {
        bench.create("alice", object("deployment"));
        bench.create(DEPLOYMENT_CONTROLLER, object("replicaset"));

        assertUnstamped("mallory", object("pod"), "not-from-controller");
        assertUnstamped(REPLICA_SET_CONTROLLER, withImage(object("pod"), "evil:1"), "not-derived");
        bench.cluster.put(
                ResourceType.REPLICA_SETS,
                withMetadata(object("replicaset"), "annotations", REPLICA_SET, "forged"));
        assertUnstamped(REPLICA_SET_CONTROLLER, object("pod"), "owner-stamp-invalid");
        bench.cluster.put(ResourceType.REPLICA_SETS, object("replicaset"));
        assertUnstamped(REPLICA_SET_CONTROLLER, object("pod"), "owner-not-stamped");
        bench.cluster.failNext(
                FakeKubernetesApi.Call.GET,
                new KubernetesApiException.Unreachable("namespace read", null));
        assertThat(bench.send("/stamp", Review.create("alice", object("pod"))).status())
                .as("nobody can say which mode holds")
                .isEqualTo(503);
    }

    private void assertUnstamped(String user, JsonObject pod, String code) {
        Answer answer = bench.send("/stamp", Review.create(user, pod));
        assertThat(answer.allowed()).isTrue();
        assertThat(annotation(bench.patched(pod, answer), POD)).isEmpty();
        assertThat(bench.records.getLast().reasons())
                .extracting(ReasonEntry::code)
                .first()
                .isEqualTo(code);
    }

    @Test
    void aPodIsNeverStampedAgain() {
        JsonObject stored = bench.create("alice", barePod());
        JsonObject changed = withMetadata(withImage(stored, "evil:1"), "annotations", POD, "mine");

        JsonObject result =
                bench.patched(
                        changed, bench.send("/stamp", Review.update("alice", stored, changed)));

        assertThat(annotation(result, POD)).isEqualTo(annotation(stored, POD));
        assertThat(bench.policy.questions()).hasSize(1);
    }

    @Test
    void aDryRunDecidesAndPatchesAndLeavesNoTrace() {
        JsonObject deployment = object("deployment");

        Answer answer = bench.send("/stamp", Review.create("alice", deployment).asDryRun());

        assertThat(answer.patch()).isPresent();
        assertThat(bench.records).isEmpty();
        assertThat(bench.metrics.scrape()).doesNotContain("stamps_issued");
        JsonObject stamped = bench.patched(deployment, answer);
        assertThat(bench.send("/stamp", Review.create("alice", stamped)).patch())
                .as("its stamp was not remembered")
                .isPresent();
    }

    @Test
    void aGeneratedNameIsStampedBeforeItExists() {
        JsonObject metadata = barePod().object("metadata").without("name").without("uid");
        JsonObject pod = barePod().with("metadata", metadata);

        JsonObject stamped = bench.patched(pod, bench.send("/stamp", Review.create("alice", pod)));
        JsonObject named =
                stamped.with(
                        "metadata",
                        stamped.object("metadata")
                                .with("name", "web-7c98f7f569-abcde")
                                .with("uid", "11111111-2222-3333-4444-555555555555"));
        Answer verified = bench.send("/verify", Review.create("alice", named));

        assertThat(verified.allowed()).isTrue();
        assertThat(bench.records.getLast().workload().uid())
                .isEqualTo("11111111-2222-3333-4444-555555555555");
        assertThat(bench.records.getLast().decisionId())
                .isEqualTo(bench.records.getFirst().decisionId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"kube-system", "driftseal-system"})
    void exemptNamespacesAreNotTouched(String namespace) {
        JsonObject deployment = object("deployment");
        JsonObject there =
                deployment.with(
                        "metadata", deployment.object("metadata").with("namespace", namespace));

        Answer answer = bench.refuses().send("/stamp", Review.create("alice", there));

        assertThat(answer.allowed()).isTrue();
        assertThat(answer.patch()).isEmpty();
        assertThat(bench.records).isEmpty();
    }

    @Test
    void terminatingObjectsPassUntouched() {
        JsonObject stored = bench.create("alice", object("deployment"));
        JsonObject metadata =
                stored.object("metadata").with("deletionTimestamp", "2026-11-23T12:00:00Z");
        JsonObject terminating = stored.with("metadata", metadata);
        JsonObject changed =
                withImage(stored, "evil:1").with("metadata", metadata.without("annotations"));

        assertThat(bench.send("/stamp", Review.update("alice", terminating, changed)).patch())
                .isEmpty();
        assertThat(bench.send("/verify", Review.update("alice", terminating, changed)).allowed())
                .isTrue();
    }

    @Test
    void onlyTheNodesOwnKubeletMakesMirrorPods() {
        JsonObject pod =
                withMetadata(barePod(), "annotations", "kubernetes.io/config.mirror", "abc");
        JsonObject mirror = pod.with("spec", pod.object("spec").with("nodeName", "n1"));
        bench.refuses();

        assertThat(bench.send("/stamp", Review.create("system:node:n1", mirror)).allowed())
                .isTrue();
        assertThat(bench.send("/verify", Review.create("system:node:n1", mirror)).allowed())
                .isTrue();
        assertThat(bench.records)
                .extracting(DecisionRecord::outcome)
                .containsExactly(Outcome.UNDECIDED);
        assertThat(bench.send("/stamp", Review.create("system:node:n2", mirror)).allowed())
                .isFalse();
        assertThat(bench.send("/stamp", Review.create("mallory", mirror)).allowed()).isFalse();
    }
}
