package io.driftseal.scanner;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.DoorUse;
import io.driftseal.evidence.ExemptionEntry;
import io.driftseal.evidence.RecordGap;
import io.driftseal.evidence.ResponseOutcome;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.scanner.check.ReasonCode;
import io.driftseal.scanner.fixture.Fixtures;
import io.driftseal.scanner.fixture.StampedShop;
import io.driftseal.scanner.fixture.Stamper;
import io.driftseal.scanner.incident.Incident;
import io.driftseal.scanner.incident.IncidentState;
import io.driftseal.scanner.judge.Aspect;
import io.driftseal.scanner.notification.Destination;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi;
import io.driftseal.workload.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stages together, over a fake API server and a real store. */
class ScannerCoreTest {

    private static final String POD = "uid-pod";

    @TempDir private Path folder;
    private final StampedShop shop = new StampedShop();
    private final FakeKubernetesApi api = new FakeKubernetesApi();
    private final CannedPolicy policy = new CannedPolicy();

    @BeforeEach
    void theShopRuns() {
        shop.runOn(api);
    }

    @Test
    void anIntactChainIsCleanAsFarAsItWasLookedAt() {
        try (RunningScanner scanner = scanner()) {
            scanner.awaitVerdict(POD, "clean");
            scanner.awaitVerdict("uid-replicaset", "clean");
            scanner.awaitVerdict("uid-deployment", "clean");

            assertThat(scanner.verdict(POD).orElseThrow().coverage().notObserved())
                    .contains(Aspect.MOUNT, Aspect.PROCESS, Aspect.NETWORK, Aspect.DOOR);
            assertThat(scanner.incidents()).isEmpty();
            assertThat(policy.driftQuestions).isEmpty();
        }
    }

    @Test
    void theRecordOfADecisionThatArrivesAfterThePodAddsTheDoorToItsCoverage() {
        try (RunningScanner scanner = scanner()) {
            scanner.awaitVerdict(POD, "clean");

            scanner.accept(Stamper.record(stored(), StampedShop.POD_DECISION));

            RunningScanner.await("the door in the coverage", () -> observed(scanner, Aspect.DOOR));
            assertThat(scanner.verdictValue(POD)).isEqualTo("clean");
        }
    }

    @Test
    void anImagePatchedBehindAdmissionIsOneIncidentThatNamesEverything() {
        try (RunningScanner scanner = scanner()) {
            scanner.accept(Stamper.record(stored(), StampedShop.POD_DECISION));
            scanner.awaitVerdict(POD, "clean");

            api.put(ResourceType.PODS, shop.podWithOtherImage());

            scanner.awaitVerdict(POD, "drifted");
            assertThat(scanner.incidents()).hasSize(1);
            Incident incident = scanner.incidents().getFirst();
            assertThat(incident.isOpen()).isTrue();
            assertThat(incident.entries())
                    .extracting(e -> e.reason())
                    .containsExactly(ReasonCode.FORM_CHANGED, ReasonCode.NOT_DERIVED_FROM_OWNER);
            assertThat(incident.entries().getFirst().difference())
                    .containsExactly(
                            "spec.containers[name=app].image changed from registry.example/web:1.0"
                                    + " to registry.example/miner:6.6");
            assertThat(incident.provenance().decisionId()).isEqualTo(StampedShop.POD_DECISION);
            assertThat(incident.provenance().requester()).isEqualTo("alice@example.com");
            assertThat(incident.provenance().approver()).isEmpty();
            assertThat(scanner.due(Destination.SLACK)).hasSize(1);
            assertThat(scanner.due(Destination.PAGERDUTY)).hasSize(1);
            assertThat(scanner.due(Destination.RESPONDER))
                    .singleElement()
                    .satisfies(plan ->
                            assertThat(plan.body())
                                    .contains("\"deny-tokens\",\"delete-pod\"")
                                    .contains("\"ownerKind\":\"Deployment\"")
                                    .contains("\"dryRun\":false"));
            assertThat(scanner.metrics.scrape())
                    .contains(
                            "driftseal_drift_scanner_findings_total{reason=\"form-changed\"} 1.0");
        }
    }

    @Test
    void whoAskedForTheChangeIsAddedWhenTheRecordArrivesAfterTheIncident() {
        try (RunningScanner scanner = scanner()) {
            api.put(ResourceType.PODS, shop.podWithOtherImage());
            scanner.awaitVerdict(POD, "drifted");

            scanner.accept(
                    Stamper.record(
                            shop.podWithOtherImage(),
                            "dec-00000000-0000-7000-8000-00000000000e",
                            DecisionRecord.Outcome.WOULD_REFUSE,
                            "mallory@example.com"));

            RunningScanner.await(
                    "the requester in the message",
                    () ->
                            scanner.incidents()
                                    .getFirst()
                                    .entries()
                                    .getFirst()
                                    .message()
                                    .contains("Requested by mallory@example.com"));
            assertThat(scanner.incidents()).hasSize(1);
            assertThat(scanner.incidents().getFirst().entries()).hasSize(2);
            assertThat(scanner.evidenceLines("form-changed")).isEqualTo(1);
        }
    }

    @Test
    void anIncidentOfAPodNamesWhoAskedForItsDeployment() {
        try (RunningScanner scanner = scanner()) {
            scanner.accept(
                    Stamper.record(
                            shop.deployment,
                            StampedShop.DEPLOYMENT_DECISION,
                            DecisionRecord.Outcome.ADMITTED,
                            "carol@example.com"));

            api.put(ResourceType.PODS, shop.podWithOtherImage());

            scanner.awaitVerdict(POD, "drifted");
            assertThat(scanner.incidents().getFirst().provenance().requester())
                    .isEqualTo("carol@example.com");
            assertThat(scanner.incidents().getFirst().provenance().decisionId())
                    .isEqualTo(StampedShop.POD_DECISION);
        }
    }

    @Test
    void anIncidentOfAPodNamesWhoAnswersForTheExemptionOfItsDeployment() {
        var exemption =
                new ExemptionEntry(
                        "legacy-agent",
                        "host-path",
                        "team-node",
                        "replaced in Q1",
                        "2027-01-31T00:00:00Z");
        try (RunningScanner scanner = scanner()) {
            scanner.accept(
                    Stamper.exempt(
                            Stamper.record(shop.deployment, StampedShop.DEPLOYMENT_DECISION),
                            exemption));

            api.put(ResourceType.PODS, shop.podWithOtherImage());

            scanner.awaitVerdict(POD, "drifted");
            assertThat(scanner.incidents().getFirst().provenance().exemptions())
                    .containsExactly(exemption);
        }
    }

    @Test
    void anIncidentResolvesItselfWhenThePodIsCleanAgainAndReturnsAsANewOne() {
        try (RunningScanner scanner = scanner()) {
            api.put(ResourceType.PODS, shop.podWithOtherImage());
            scanner.awaitVerdict(POD, "drifted");

            api.put(ResourceType.PODS, shop.pod);
            scanner.awaitVerdict(POD, "clean");

            assertThat(scanner.incidents().getFirst().state())
                    .isInstanceOf(IncidentState.Resolved.class);
            api.put(ResourceType.PODS, shop.podWithOtherImage());
            scanner.awaitVerdict(POD, "drifted");
            assertThat(scanner.incidents()).hasSize(2);
            assertThat(scanner.evidenceLines("form-changed")).isEqualTo(2);
        }
    }

    @Test
    void anIncidentOfADeletedPodIsResolvedWithTheReason() {
        try (RunningScanner scanner = scanner()) {
            api.put(ResourceType.PODS, shop.podWithOtherImage());
            scanner.awaitVerdict(POD, "drifted");

            api.remove(ResourceType.PODS, ObjectKey.namespaced("shop", "web-5d4f-bcdfg"));

            scanner.awaitVerdict(POD, "none");
            assertThat(scanner.incidents().getFirst().state())
                    .isInstanceOfSatisfying(
                            IncidentState.Resolved.class,
                            resolved -> assertThat(resolved.because()).contains("deleted"));
        }
    }

    @Test
    void aRestartFindsWhatHappenedMeanwhileAndNothingTwice() {
        try (RunningScanner first = scanner()) {
            api.put(ResourceType.PODS, shop.podWithOtherImage());
            first.awaitVerdict(POD, "drifted");
        }
        int asked = policy.driftQuestions.size();
        api.remove(ResourceType.DEPLOYMENTS, ObjectKey.namespaced("shop", "web"));

        try (RunningScanner second = scanner()) {
            second.awaitVerdict("uid-deployment", "none");
            second.awaitVerdict("uid-replicaset", "drifted");

            assertThat(second.verdictValue(POD)).isEqualTo("drifted");
            assertThat(second.incidents())
                    .filteredOn(i -> i.workload().uid().equals(POD))
                    .hasSize(1);
            assertThat(second.evidenceLines("form-changed")).isEqualTo(1);
            assertThat(policy.driftQuestions)
                    .as("only the ReplicaSet that lost its owner is judged")
                    .hasSize(asked + 1);
        }
    }

    @Test
    void anUnstampedPodIsUnknownIfItWasThereFirstAndDriftedIfItCameLater() {
        JsonObject before = otherPod("uid-before", "web-5d4f-xzwvt");
        api.put(ResourceType.PODS, before);
        try (RunningScanner scanner = scanner()) {
            scanner.awaitVerdict("uid-before", "unknown");

            api.put(ResourceType.PODS, otherPod("uid-after", "web-5d4f-tvwxz"));

            scanner.awaitVerdict("uid-after", "drifted");
            assertThat(scanner.verdictValue("uid-before")).isEqualTo("unknown");
        }
        try (RunningScanner again = scanner()) {
            again.awaitVerdict("uid-after", "drifted");
            assertThat(again.verdictValue("uid-before")).isEqualTo("unknown");
        }
    }

    @Test
    void afterAWatchGapEverythingIsLookedAtAgain() {
        try (RunningScanner scanner = scanner()) {
            scanner.awaitVerdict(POD, "clean");
            api.put(ResourceType.PODS, shop.podWithOtherImage());
            api.compact();
            api.breakWatches();

            scanner.awaitVerdict(POD, "drifted");
            scanner.awaitVerdict("uid-deployment", "clean");
        }
    }

    @Test
    void lostRecordsMakeTheNamespaceUnknownUntilTheNextRound() {
        try (RunningScanner scanner = scanner("--reverificationPeriod=2s")) {
            scanner.accept(Stamper.record(stored(), StampedShop.POD_DECISION));
            RunningScanner.await("the door in the coverage", () -> observed(scanner, Aspect.DOOR));

            scanner.accept(
                    new RecordGap(
                            "gap-" + "0".repeat(32),
                            Stamper.ISSUED,
                            Stamper.ISSUED,
                            3,
                            List.of(),
                            List.of("shop"),
                            false));

            scanner.awaitVerdict(POD, "unknown");
            scanner.awaitVerdict(POD, "clean");
            assertThat(observed(scanner, Aspect.DOOR)).isFalse();
        }
    }

    @Test
    void aDoorUsedAgainstPolicyIsAnIncidentOfThePod() {
        try (RunningScanner scanner = scanner()) {
            scanner.awaitVerdict(POD, "clean");

            scanner.accept(exec());

            scanner.awaitVerdict(POD, "drifted");
            assertThat(scanner.incidents().getFirst().entries())
                    .extracting(e -> e.reason())
                    .containsExactly(ReasonCode.DOOR_AGAINST_POLICY);
        }
    }

    @Test
    void whatTheResponderReportsBecomesALineOfTheIncidentOnce() {
        try (RunningScanner scanner = scanner()) {
            api.put(ResourceType.PODS, shop.podWithOtherImage());
            scanner.awaitVerdict(POD, "drifted");
            Incident incident = scanner.incidents().getFirst();
            ResponseOutcome outcome =
                    new ResponseOutcome(
                            "out-00000000-0000-7000-8000-000000000001",
                            "pln-" + "0".repeat(32),
                            incident.incidentId(),
                            Stamper.ISSUED,
                            "deny-tokens",
                            ResponseOutcome.Result.DONE,
                            ResponseOutcome.Proof.PROVED,
                            "a dry-run write answered 403",
                            Optional.of("audit-1"),
                            Optional.empty());

            scanner.accept(outcome);
            scanner.accept(outcome);

            assertThat(scanner.incidents().getFirst().responses()).containsExactly(outcome);
        }
    }

    @Test
    void keysDroppedAtTheBoundAreLookedAtInTheEnd() {
        for (int i = 0; i < 20; i++) {
            api.put(ResourceType.PODS, otherPod("uid-" + i, "web-5d4f-bbb" + name(i)));
        }
        try (RunningScanner scanner = scanner("--queueCapacity=2", "--workers=1")) {
            for (int i = 0; i < 20; i++) {
                scanner.awaitVerdict("uid-" + i, "unknown");
                String uid = "uid-" + i;
                RunningScanner.await(
                        "the true cause for " + uid,
                        () ->
                                scanner.verdict(uid)
                                        .orElseThrow()
                                        .conclusion()
                                        .toString()
                                        .contains("before driftseal"));
            }
            assertThat(scanner.metrics.scrape())
                    .containsPattern("queue_drops\\{queue=\"work\"} [1-9]");
        }
    }

    @Test
    void aPolicyThatDoesNotAnswerStillMakesAnIncidentAndNoResponse() {
        policy.silent = true;
        try (RunningScanner scanner = scanner()) {
            api.put(ResourceType.PODS, shop.podWithOtherImage());

            scanner.awaitVerdict(POD, "drifted");
            assertThat(scanner.due(Destination.SLACK)).hasSize(1);
            assertThat(scanner.due(Destination.PAGERDUTY)).hasSize(1);
            assertThat(scanner.due(Destination.RESPONDER)).isEmpty();
        }
    }

    private RunningScanner scanner(String... flags) {
        return new RunningScanner(folder, api, policy, shop, flags);
    }

    private JsonObject stored() {
        return shop.pod;
    }

    private static boolean observed(RunningScanner scanner, Aspect aspect) {
        return scanner.verdict(POD)
                .filter(v -> v.coverage().observed().contains(aspect))
                .isPresent();
    }

    private static String name(int number) {
        String letters = "bcdfghjklmnpqrstvwxz";
        return letters.charAt(number / letters.length() % letters.length())
                + ""
                + letters.charAt(number % letters.length());
    }

    private static JsonObject otherPod(String uid, String name) {
        return Fixtures.withMetadata(
                Fixtures.withMetadata(Fixtures.read("pod"), "uid", uid), "name", name);
    }

    private DecisionRecord exec() {
        DecisionRecord base = Stamper.record(stored(), "dec-00000000-0000-7000-8000-00000000000d");
        return new DecisionRecord(
                base.decisionId(),
                base.time(),
                DecisionRecord.Point.ACCESS,
                "CONNECT",
                base.workload(),
                "observe",
                DecisionRecord.Outcome.WOULD_REFUSE,
                "mallory@example.com",
                "",
                "",
                Optional.empty(),
                base.runtimePolicy(),
                base.bundleRevision(),
                base.inputDigest(),
                List.of(),
                Optional.of(DoorUse.of("exec", "app", "sh")));
    }
}
