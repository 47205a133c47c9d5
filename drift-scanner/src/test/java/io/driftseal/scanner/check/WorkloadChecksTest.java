package io.driftseal.scanner.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.DoorUse;
import io.driftseal.evidence.ReasonEntry;
import io.driftseal.evidence.WorkloadReference;
import io.driftseal.scanner.check.StampSightings.Sighting;
import io.driftseal.scanner.fixture.Fixtures;
import io.driftseal.scanner.fixture.StampedShop;
import io.driftseal.scanner.fixture.Stamper;
import io.driftseal.stamp.StampAnnotations;
import io.driftseal.stamp.VerificationKeyRing;
import io.driftseal.workload.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every check, with what it must find and what it must leave alone. */
class WorkloadChecksTest {

    private static final String POD_STAMP = "stamp.driftseal.io/pod";
    private final StampedShop shop = new StampedShop();

    @Test
    void nothingIsFoundInAStampedChainThatNobodyTouched() {
        assertThat(pod(shop.pod).findings()).isEmpty();
        assertThat(new SubjectOf(shop.stamper, shop.replicaSet).beside(shop.deployment).findings())
                .isEmpty();
        assertThat(new SubjectOf(shop.stamper, shop.deployment).findings()).isEmpty();
    }

    @Test
    void aPodWithoutAStampIsFoundWhereTheNamespaceEnforces() {
        List<Finding> findings = pod(Fixtures.read("pod")).mode("enforce").findings();

        assertThat(findings).extracting(Finding::reason).containsExactly(ReasonCode.UNSTAMPED);
        assertThat(findings.getFirst().message()).contains("webhook was away");
    }

    @Test
    void aPodWithoutAStampIsNoFindingInObserveNorIfItWasThereBefore() {
        assertThat(pod(Fixtures.read("pod")).mode("observe").findings()).isEmpty();
        assertThat(pod(Fixtures.read("pod")).presentAtInstallation().findings()).isEmpty();
    }

    @Test
    void aPodThatPolicyWouldHaveRefusedIsFoundInObserveToo() {
        DecisionRecord refused =
                outcome(
                        Stamper.record(Fixtures.read("pod"), StampedShop.POD_DECISION),
                        DecisionRecord.Outcome.WOULD_REFUSE,
                        Optional.empty());

        List<Finding> findings =
                pod(Fixtures.read("pod")).mode("observe").recorded(refused).findings();

        assertThat(findings).extracting(Finding::reason).containsExactly(ReasonCode.UNSTAMPED);
        assertThat(findings.getFirst().message()).contains("privileged container");
    }

    @Test
    void nothingIsFoundInAnExemptNamespace() {
        JsonObject exempt = Fixtures.withMetadata(Fixtures.read("pod"), "namespace", "kube-system");

        assertThat(pod(exempt).findings()).isEmpty();
    }

    @Test
    void aMirrorPodWithoutAStampIsNoFindingUnlessItClaimsAnOwner() {
        JsonObject mirror =
                Fixtures.annotated(Fixtures.read("pod"), "kubernetes.io/config.mirror", "abc");

        JsonObject alone =
                mirror.with("metadata", mirror.object("metadata").without("ownerReferences"));

        assertThat(pod(alone).findings()).isEmpty();
        assertThat(pod(mirror).findings())
                .extracting(Finding::reason)
                .containsExactly(ReasonCode.NOT_DERIVED_FROM_OWNER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "not json", "{\"payloadType\":\"x\"}"})
    void whatIsNoStampIsMalformed(String annotation) {
        JsonObject object = Fixtures.annotated(shop.pod, POD_STAMP, annotation);

        assertThat(pod(object).findings())
                .extracting(Finding::reason)
                .containsExactly(ReasonCode.STAMP_MALFORMED);
    }

    @Test
    void aStampOfAnotherKeyIsForged() {
        JsonObject foreign =
                new Stamper()
                        .stamped(
                                Fixtures.read("deployment"),
                                StampedShop.DEPLOYMENT_DECISION,
                                Optional.empty());

        assertThat(new SubjectOf(shop.stamper, foreign).findings())
                .extracting(Finding::reason)
                .containsExactly(ReasonCode.STAMP_FORGED);
    }

    @Test
    void aStampWithAnotherSignatureIsForged() {
        String good = shop.pod.string("metadata", "annotations", POD_STAMP).orElseThrow();
        String payload = Fixtures.json(good).string("payload").orElseThrow();
        JsonObject other =
                shop.stamper.stamped(
                        Fixtures.read("pod"),
                        "dec-00000000-0000-7000-8000-00000000000f",
                        Optional.of(shop.replicaSet));
        String otherStamp = other.string("metadata", "annotations", POD_STAMP).orElseThrow();
        String mixed =
                otherStamp.replace(
                        Fixtures.json(otherStamp).string("payload").orElseThrow(), payload);

        assertThat(pod(Fixtures.annotated(shop.pod, POD_STAMP, mixed)).findings())
                .extracting(Finding::reason)
                .containsExactly(ReasonCode.STAMP_FORGED);
    }

    @Test
    void aStampSignedAfterItsKeyRetiredIsOfAnExpiredKey() {
        VerificationKeyRing retired =
                shop.stamper.verificationKeysUntil(Stamper.ISSUED.minusSeconds(1));

        assertThat(new SubjectOf(shop.stamper, shop.deployment).trusting(retired).findings())
                .extracting(Finding::reason)
                .containsExactly(ReasonCode.STAMP_EXPIRED_KEY);
    }

    @Test
    void aStampOnAnObjectOfAnotherNameIsCopied() {
        JsonObject copy = Fixtures.withMetadata(shop.deployment, "name", "other");

        assertThat(new SubjectOf(shop.stamper, copy).findings())
                .extracting(Finding::reason)
                .containsExactly(ReasonCode.STAMP_COPIED);
    }

    @Test
    void aStampOnASecondPodOfOneGeneratedNameIsCopiedByTheFirstSighting() {
        JsonObject stamped = generated();
        JsonObject second =
                Fixtures.withMetadata(
                        Fixtures.withMetadata(stamped, "name", "web-5d4f-xzwvt"),
                        "uid",
                        "uid-second");
        Sighting first = sighting(stamped, "uid-pod");

        assertThat(pod(second).sighted(first).findings())
                .extracting(Finding::reason)
                .containsExactly(ReasonCode.STAMP_COPIED);
        assertThat(pod(named(stamped)).sighted(first).findings()).isEmpty();
    }

    @Test
    void aStampOnASecondPodIsCopiedByTheRecordedUidEvenIfItWasSeenFirst() {
        JsonObject second = Fixtures.withMetadata(named(generated()), "uid", "uid-second");

        List<Finding> findings =
                pod(second)
                        .sighted(sighting(second, "uid-second"))
                        .recorded(Stamper.record(named(generated()), StampedShop.POD_DECISION))
                        .findings();

        assertThat(findings).extracting(Finding::reason).containsExactly(ReasonCode.STAMP_COPIED);
    }

    @Test
    void whatTheWebhookRecordedAboutACopyOrAChangeIsNoEditOfTheOriginal() {
        DecisionRecord ofTheCopy =
                outcome(
                        Stamper.record(
                                Fixtures.replaced(shop.pod, "web:1.0", "web:6.6"),
                                StampedShop.POD_DECISION),
                        DecisionRecord.Outcome.WOULD_REFUSE,
                        Optional.empty());

        assertThat(pod(shop.pod).recorded(ofTheCopy).findings()).isEmpty();
    }

    @Test
    void aStampThatReplacedThePodsFirstOneIsEdited() {
        JsonObject again =
                shop.stamper.stamped(
                        Fixtures.read("pod"),
                        "dec-00000000-0000-7000-8000-00000000000f",
                        Optional.of(shop.replicaSet));

        assertThat(pod(again).sighted(sighting(shop.pod, "uid-pod")).findings())
                .extracting(Finding::reason)
                .containsExactly(ReasonCode.STAMP_EDITED);
        assertThat(pod(shop.pod).sighted(sighting(shop.pod, "uid-pod")).findings()).isEmpty();
    }

    @Test
    void aStampThatWasRemovedIsEditedInEveryMode() {
        assertThat(
                        pod(Fixtures.read("pod"))
                                .mode("observe")
                                .sighted(sighting(shop.pod, "uid-pod"))
                                .findings())
                .extracting(Finding::reason)
                .containsExactly(ReasonCode.STAMP_EDITED);
    }

    @Test
    void aRootMayBeStampedAgainButNotBackwards() {
        String next = "dec-00000000-0000-7000-8000-00000000000f";
        JsonObject newer =
                shop.stamper.stamped(
                        Fixtures.read("deployment"),
                        next,
                        Optional.empty(),
                        Stamper.ISSUED.plusSeconds(60));

        assertThat(
                        new SubjectOf(shop.stamper, newer)
                                .sighted(sighting(shop.deployment, "uid-deployment"))
                                .findings())
                .isEmpty();
        Sighting later =
                new Sighting(
                        "uid-deployment",
                        next,
                        "f".repeat(64),
                        Stamper.ISSUED.plusSeconds(60),
                        Stamper.ISSUED);
        assertThat(new SubjectOf(shop.stamper, shop.deployment).sighted(later).findings())
                .extracting(Finding::reason)
                .containsExactly(ReasonCode.STAMP_EDITED);
    }

    @Test
    void aChangedImageIsFoundAndNamedAgainstTheRecordedForm() {
        List<Finding> findings =
                pod(shop.podWithOtherImage())
                        .recorded(Stamper.record(shop.pod, StampedShop.POD_DECISION))
                        .findings();

        assertThat(findings)
                .extracting(Finding::reason)
                .containsExactly(ReasonCode.FORM_CHANGED, ReasonCode.NOT_DERIVED_FROM_OWNER);
        assertThat(findings.getFirst().difference())
                .containsExactly(
                        "spec.containers[name=app].image changed from registry.example/web:1.0 to"
                                + " registry.example/miner:6.6");
        assertThat(findings.getFirst().fields()).containsExactly("spec.containers[name=app].image");
    }

    @Test
    void aChangedImageIsNamedAgainstTheOwnerWhereNoRecordArrived() {
        Finding found = pod(shop.podWithOtherImage()).findings().getFirst();

        assertThat(found.reason()).isEqualTo(ReasonCode.FORM_CHANGED);
        assertThat(found.difference()).singleElement().asString().contains("miner:6.6");
    }

    @Test
    void aChangedPolicyLabelIsFound() {
        JsonObject relabelled =
                Fixtures.replaced(
                        shop.pod,
                        "\"driftseal.io/runtime-policy\":\"standard\"",
                        "\"driftseal.io/runtime-policy\":\"development\"");

        assertThat(pod(relabelled).findings())
                .extracting(Finding::reason)
                .containsExactly(ReasonCode.POLICY_LABEL_CHANGED);
    }

    @Test
    void aLabelThatSelectsPolicyIsAChangeOfTheForm() {
        JsonObject relabelled =
                Fixtures.replaced(shop.pod, "\"app\":\"web\"", "\"app\":\"trusted\"");

        assertThat(pod(relabelled).findings())
                .extracting(Finding::reason)
                .contains(ReasonCode.FORM_CHANGED);
    }

    @Test
    void aDoorUsedAgainstPolicyIsFoundWithItsRequesterAndCommand() {
        DecisionRecord used =
                outcome(
                        Stamper.record(shop.pod, "dec-00000000-0000-7000-8000-00000000000d"),
                        DecisionRecord.Outcome.WOULD_REFUSE,
                        Optional.of(DoorUse.of("exec", "app", "sh -c id")));

        List<Finding> findings = pod(shop.pod).recorded(used).findings();

        assertThat(findings)
                .extracting(Finding::reason)
                .containsExactly(ReasonCode.DOOR_AGAINST_POLICY);
        assertThat(findings.getFirst().evidence())
                .containsEntry("command", "sh -c id")
                .containsEntry("requester", "alice@example.com");
    }

    @Test
    void aDoorUsedWithConsentIsNoFinding() {
        DecisionRecord used =
                outcome(
                        Stamper.record(shop.pod, "dec-00000000-0000-7000-8000-00000000000d"),
                        DecisionRecord.Outcome.ADMITTED,
                        Optional.of(DoorUse.of("exec", "app", "ls")));

        assertThat(pod(shop.pod).recorded(used).findings()).isEmpty();
    }

    @Test
    void aFindingKeepsItsIdUntilItsContentOrEpisodeChanges() {
        Finding first = pod(shop.podWithOtherImage()).findings().getFirst();
        Finding again = pod(shop.podWithOtherImage()).findings().getFirst();

        assertThat(first.id("uid-pod", 0))
                .matches("fnd-[0-9a-f]{32}")
                .isEqualTo(again.id("uid-pod", 0))
                .isNotEqualTo(first.id("uid-pod", 1))
                .isNotEqualTo(first.id("uid-other", 0));
    }

    private SubjectOf pod(JsonObject object) {
        return new SubjectOf(shop.stamper, object).beside(shop.replicaSet);
    }

    /** A pod stamped before its name was generated. */
    private JsonObject generated() {
        JsonObject unnamed =
                Fixtures.read("pod")
                        .with("metadata", Fixtures.read("pod").object("metadata").without("name"));
        return shop.stamper.stamped(
                unnamed, StampedShop.POD_DECISION, Optional.of(shop.replicaSet));
    }

    private static JsonObject named(JsonObject object) {
        return Fixtures.withMetadata(object, "name", "web-5d4f-bcdfg");
    }

    private static Sighting sighting(JsonObject object, String uid) {
        String stamp = StampAnnotations.own(Stamper.workload(object)).orElseThrow();
        return new Sighting(
                uid,
                StampedShop.POD_DECISION,
                StampAnnotations.digest(stamp),
                Stamper.ISSUED,
                Stamper.ISSUED);
    }

    private static DecisionRecord outcome(
            DecisionRecord record, DecisionRecord.Outcome outcome, Optional<DoorUse> door) {
        return new DecisionRecord(
                record.decisionId(),
                record.time(),
                door.isPresent() ? DecisionRecord.Point.ACCESS : record.point(),
                door.isPresent() ? "CONNECT" : record.operation(),
                new WorkloadReference("Pod", "shop", "web-5d4f-bcdfg", "uid-pod"),
                "observe",
                outcome,
                record.requester(),
                record.approver(),
                door.isPresent() ? "" : record.configurationHash(),
                door.isPresent() ? Optional.empty() : record.redactedForm(),
                record.runtimePolicy(),
                record.bundleRevision(),
                record.inputDigest(),
                List.of(new ReasonEntry("privileged", "privileged container", "spec")),
                door);
    }
}
