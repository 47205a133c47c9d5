package io.driftseal.scanner;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.evidence.DecisionRecord;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.scanner.check.ReasonCode;
import io.driftseal.scanner.fixture.Fixtures;
import io.driftseal.scanner.fixture.StampedShop;
import io.driftseal.scanner.fixture.Stamper;
import io.driftseal.scanner.incident.Incident;
import io.driftseal.service.mutualtls.PeerReply;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi;
import io.driftseal.workload.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ran before us, from its adoption to its approval, over a real store. */
class AdoptionTest {

    private static final String POD = "uid-pod";
    private static final String ALL = "{\"dryRun\":false}";

    @TempDir private Path folder;
    private final StampedShop shop = new StampedShop();
    private final FakeKubernetesApi api = new FakeKubernetesApi();
    private final JsonObject pod = Fixtures.read("pod");

    @BeforeEach
    void aShopRunsThatNobodyApproved() {
        api.put(ResourceType.NAMESPACES, Fixtures.read("namespace"));
        api.put(ResourceType.DEPLOYMENTS, Fixtures.read("deployment"));
        api.put(ResourceType.REPLICA_SETS, Fixtures.read("replicaset"));
        api.put(ResourceType.PODS, pod);
    }

    @Test
    void whatRunsIsAdoptedOnceAndNeverCalledClean() {
        try (RunningScanner scanner = scanner()) {
            scanner.awaitVerdict(POD, "unknown");

            assertThat(count(scanner.adopt(ALL), "new")).isEqualTo(3);

            scanner.awaitVerdict(POD, "adopted");
            assertThat(scanner.read("/v1/verdicts"))
                    .contains("\"verdict\":\"adopted\",\"baseline\":\"bas-")
                    .contains("\"observed\":[\"form\",\"owner\"]")
                    .doesNotContain("\"verdict\":\"clean\"");
            JsonObject again = scanner.adopt(ALL);
            assertThat(count(again, "new")).isZero();
            assertThat(count(again, "adopted")).isEqualTo(3);
            assertThat(scanner.evidenceLines("\"type\":\"baseline\"")).isEqualTo(3);
            assertThat(scanner.incidents()).isEmpty();
        }
    }

    @Test
    void aDryRunSaysWhatWouldBeAndKeepsNothing() {
        try (RunningScanner scanner = scanner()) {
            scanner.awaitVerdict(POD, "unknown");

            assertThat(count(scanner.adopt("{\"dryRun\":true}"), "new")).isEqualTo(3);

            assertThat(scanner.evidenceLines("\"type\":\"baseline\"")).isZero();
        }
    }

    @Test
    void driftOfAnAdoptedPodIsNamedAndEndsWhenItIsUndone() {
        try (RunningScanner scanner = scanner()) {
            scanner.adopt(ALL);
            scanner.awaitVerdict(POD, "adopted");

            api.put(ResourceType.PODS, otherImage());

            scanner.awaitVerdict(POD, "drifted");
            RunningScanner.await("an incident", () -> !scanner.incidents().isEmpty());
            Incident incident = scanner.incidents().getFirst();
            assertThat(incident.entries().getFirst().reason())
                    .isEqualTo(ReasonCode.BASELINE_CHANGED);
            assertThat(incident.entries().getFirst().message())
                    .contains("spec.containers[name=app].image")
                    .contains("after it was adopted");

            // The webhook knows no baseline: it would have refused the change back as well.
            scanner.accept(
                    Stamper.record(
                            otherImage(),
                            "dec-00000000-0000-7000-8000-0000000000e1",
                            DecisionRecord.Outcome.WOULD_REFUSE,
                            "admin"));
            scanner.accept(
                    Stamper.record(
                            pod,
                            "dec-00000000-0000-7000-8000-0000000000e2",
                            DecisionRecord.Outcome.WOULD_REFUSE,
                            "admin"));
            api.put(ResourceType.PODS, pod);

            scanner.awaitVerdict(POD, "adopted");
            RunningScanner.await(
                    "the incident to resolve", () -> !scanner.incidents().getFirst().isOpen());
        }
    }

    @Test
    void whatDriftedIsNotAdoptedAgainUnlessThatIsSaid() {
        try (RunningScanner scanner = scanner()) {
            scanner.adopt(ALL);
            api.put(ResourceType.PODS, otherImage());
            scanner.awaitVerdict(POD, "drifted");

            assertThat(count(scanner.adopt(ALL), "drifted")).isEqualTo(1);
            assertThat(scanner.verdictValue(POD)).isEqualTo("drifted");

            assertThat(count(scanner.adopt("{\"acceptDrift\":true}"), "new")).isEqualTo(1);
            scanner.awaitVerdict(POD, "adopted");
            assertThat(scanner.evidenceLines("\"type\":\"baseline\"")).isEqualTo(4);
        }
    }

    @Test
    void aPodThatAnAdoptedOwnerMakesLaterIsNoAlertUnlessItsOwnerWasChanged() {
        try (RunningScanner scanner = scanner()) {
            scanner.adopt(ALL);
            scanner.awaitVerdict(POD, "adopted");
            api.put(ResourceType.PODS, renamed("web-5d4f-lttr2", "uid-later"));
            scanner.awaitVerdict("uid-later", "adopted");
            assertThat(scanner.incidents()).isEmpty();

            api.put(
                    ResourceType.REPLICA_SETS,
                    Fixtures.replaced(
                            Fixtures.read("replicaset"),
                            "registry.example/web:1.0",
                            "registry.example/miner:6.6"));
            api.put(
                    ResourceType.PODS,
                    Fixtures.replaced(
                            renamed("web-5d4f-frgd2", "uid-forged"),
                            "registry.example/web:1.0",
                            "registry.example/miner:6.6"));

            scanner.awaitVerdict("uid-forged", "drifted");
            scanner.awaitVerdict("uid-replicaset", "drifted");
        }
    }

    @Test
    void aPodMadeBeforeItsAdoptedOwnerWasChangedIsNoAlertWhileItStaysAsItWas() {
        try (RunningScanner scanner = scanner("--reverificationPeriod=200ms")) {
            scanner.adopt(ALL);
            JsonObject later = renamed("web-5d4f-lttr2", "uid-later");
            api.put(ResourceType.PODS, later);
            scanner.awaitVerdict("uid-later", "adopted");

            api.put(
                    ResourceType.REPLICA_SETS,
                    Fixtures.replaced(
                            Fixtures.read("replicaset"),
                            "registry.example/web:1.0",
                            "registry.example/miner:6.6"));
            scanner.awaitVerdict("uid-replicaset", "drifted");
            Instant changed = Instant.now();

            RunningScanner.await(
                    "a look at the pod after its owner's change",
                    () -> scanner.verdict("uid-later").orElseThrow().time().isAfter(changed));
            assertThat(scanner.verdictValue("uid-later")).isEqualTo("adopted");
            assertThat(scanner.incidents())
                    .extracting(incident -> incident.workload().uid())
                    .containsOnly("uid-replicaset");

            api.put(
                    ResourceType.PODS,
                    Fixtures.replaced(
                            later, "registry.example/web:1.0", "registry.example/miner:6.6"));
            scanner.awaitVerdict("uid-later", "drifted");
        }
    }

    @Test
    void aPodThatItsAdoptedOwnerDoesNotExplainIsFound() {
        try (RunningScanner scanner = scanner()) {
            scanner.adopt(ALL);
            scanner.awaitVerdict(POD, "adopted");

            api.put(
                    ResourceType.PODS,
                    Fixtures.replaced(
                            renamed("web-5d4f-frgd2", "uid-forged"),
                            "registry.example/web:1.0",
                            "registry.example/miner:6.6"));

            scanner.awaitVerdict("uid-forged", "drifted");
            assertThat(scanner.incidents().getFirst().entries().getFirst().reason())
                    .isEqualTo(ReasonCode.NOT_DERIVED_FROM_OWNER);
        }
    }

    @Test
    void anApprovedStampSupersedesTheBaseline() {
        try (RunningScanner scanner = scanner()) {
            scanner.adopt(ALL);
            scanner.awaitVerdict(POD, "adopted");

            api.put(ResourceType.DEPLOYMENTS, shop.deployment);
            api.put(ResourceType.REPLICA_SETS, shop.replicaSet);
            api.put(ResourceType.PODS, shop.pod);

            scanner.awaitVerdict(POD, "clean");
            assertThat(count(scanner.adopt(ALL), "stamped")).isEqualTo(3);
        }
    }

    @Test
    void whatNobodyVouchesForIsNotAdopted() {
        try (RunningScanner scanner = scanner()) {
            scanner.awaitVerdict(POD, "unknown");
            scanner.signer.goAway(true);
            assertThat(scanner.ask("/v1/adoptions", ALL).status()).isEqualTo(503);
            scanner.signer.goAway(false);
            scanner.signer.refuse(pod.string("metadata", "name").orElseThrow(), "changed");

            JsonObject page = scanner.adopt(ALL);

            assertThat(count(page, "not-signed")).isEqualTo(1);
            assertThat(count(page, "new")).isEqualTo(2);
            assertThat(page.objects("workloads").toString()).contains("changed");
            scanner.signer.lie();
            assertThat(count(scanner.adopt("{\"acceptDrift\":true}"), "new")).isZero();
            assertThat(scanner.evidenceLines("\"type\":\"baseline\"")).isEqualTo(2);
        }
    }

    @Test
    void aBaselineSurvivesARestartAndIsVerifiedAgain() {
        try (RunningScanner scanner = scanner()) {
            scanner.adopt(ALL);
            scanner.awaitVerdict(POD, "adopted");
        }
        // The new process trusts another key: what the old one signed says nothing any more.
        try (RunningScanner scanner = scanner()) {
            RunningScanner.await(
                    "the baseline to be refused",
                    () -> scanner.read("/v1/verdicts").contains("cannot be relied on"));
        }
    }

    @Test
    void malformedRequestsAreRefused() {
        try (RunningScanner scanner = scanner()) {
            for (String body : List.of("", "[]", "{", "{\"dryRun\":true,\"dryRun\":false}")) {
                PeerReply reply = scanner.ask("/v1/adoptions", body);
                assertThat(reply.status()).as(body).isEqualTo(400);
            }
        }
    }

    private JsonObject otherImage() {
        return Fixtures.replaced(pod, "registry.example/web:1.0", "registry.example/miner:6.6");
    }

    private JsonObject renamed(String name, String uid) {
        JsonObject metadata = pod.object("metadata").with("name", name).with("uid", uid);
        return pod.with("metadata", metadata);
    }

    private static long count(JsonObject page, String standing) {
        return page.objects("namespaces").stream()
                .flatMap(n -> n.number("counts", standing).stream())
                .mapToLong(n -> n.whole().orElse(0))
                .sum();
    }

    private RunningScanner scanner(String... flags) {
        return new RunningScanner(folder, api, new CannedPolicy(), shop, flags);
    }
}
