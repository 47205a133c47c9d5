package io.driftseal.scanner;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.UnreadableObject;
import io.driftseal.scanner.fixture.BrokenPods;
import io.driftseal.scanner.fixture.Fixtures;
import io.driftseal.scanner.fixture.StampedShop;
import io.driftseal.scanner.incident.Incident;
import io.driftseal.scanner.judge.Conclusion;
import io.driftseal.scanner.judge.Coverage;
import io.driftseal.scanner.judge.Verdict;
import io.driftseal.scanner.observe.UnreadableWorkload.Reason;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi;
import io.driftseal.workload.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the API server holds and nobody can read: never clean, never gone, and never silent. */
class UnreadableScanTest {

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
    void aReadablePodThatBreaksIsUnknownByNameUntilItCanBeReadAgain() {
        try (RunningScanner scanner = scanner()) {
            for (BrokenPods.Row row : BrokenPods.named(shop.pod)) {
                scanner.awaitVerdict(POD, "clean");

                api.put(ResourceType.PODS, row.object());

                scanner.awaitVerdict(POD, "unknown");
                Verdict verdict = scanner.verdict(POD).orElseThrow();
                assertThat(verdict.conclusion())
                        .as(row.name())
                        .isEqualTo(new Conclusion.Unknown(row.cause()));
                assertThat(verdict.coverage()).isEqualTo(Coverage.none());
                assertThat(scanner.read("/v1/verdicts")).contains(row.cause());
                assertThat(scanner.metrics.scrape())
                        .contains(metric(row.reason().wire(), 1))
                        .contains("driftseal_drift_scanner_verdicts{value=\"unknown\"} 1.0");

                api.put(ResourceType.PODS, shop.pod);
            }
            scanner.awaitVerdict(POD, "clean");
            for (Reason reason : Reason.values()) {
                assertThat(scanner.metrics.scrape()).contains(metric(reason.wire(), 0));
            }
            assertThat(scanner.incidents()).isEmpty();
        }
    }

    @Test
    void whatWasFoundStaysOpenWhileItCannotBeReadAndIsResolvedByDeletion() {
        try (RunningScanner scanner = scanner()) {
            scanner.awaitVerdict(POD, "clean");
            api.put(ResourceType.PODS, shop.podWithOtherImage());
            scanner.awaitVerdict(POD, "drifted");

            api.put(ResourceType.PODS, BrokenPods.withoutSpec(shop.podWithOtherImage()));

            scanner.awaitVerdict(POD, "unknown");
            assertThat(scanner.incidents()).singleElement().matches(Incident::isOpen);

            api.put(ResourceType.PODS, shop.podWithOtherImage());
            scanner.awaitVerdict(POD, "drifted");
            assertThat(scanner.incidents()).singleElement().matches(Incident::isOpen);

            api.put(ResourceType.PODS, BrokenPods.withoutSpec(shop.podWithOtherImage()));
            scanner.awaitVerdict(POD, "unknown");
            api.remove(ResourceType.PODS, ObjectKey.of(shop.pod));
            scanner.awaitVerdict(POD, "none");
            assertThat(scanner.incidents()).singleElement().matches(i -> !i.isOpen());
        }
    }

    @Test
    void aRestartThatFindsItBrokenDoesNotTakeItForGone() {
        try (RunningScanner scanner = scanner()) {
            api.put(ResourceType.PODS, shop.podWithOtherImage());
            scanner.awaitVerdict(POD, "drifted");
        }
        api.put(ResourceType.PODS, BrokenPods.withoutSpec(shop.podWithOtherImage()));

        try (RunningScanner scanner = scanner()) {
            scanner.awaitVerdict(POD, "unknown");

            assertThat(scanner.incidents()).singleElement().matches(Incident::isOpen);
        }
    }

    @Test
    void whatCannotEvenBeReadAsADocumentIsUnknownByNameUntilItIsGone() {
        UnreadableObject deep =
                new UnreadableObject("shop", "web", POD, "", "more than 132 levels");
        String cause = "it cannot be read (document): more than 132 levels";
        api.putUnreadable(
                ResourceType.PODS, new UnreadableObject("shop", "other", "uid-other", "", "odd"));
        try (RunningScanner scanner = scanner()) {
            scanner.awaitVerdict(POD, "clean");
            scanner.awaitVerdict("uid-other", "unknown");

            api.putUnreadable(ResourceType.PODS, deep);

            scanner.awaitVerdict(POD, "unknown");
            assertThat(scanner.verdict(POD).orElseThrow().conclusion())
                    .isEqualTo(new Conclusion.Unknown(cause));
            assertThat(scanner.metrics.scrape()).contains(metric("document", 2));

            api.put(ResourceType.PODS, shop.pod);
            scanner.awaitVerdict(POD, "clean");
            api.remove(ResourceType.PODS, new ObjectKey("shop", "other"));
            scanner.awaitVerdict("uid-other", "none");
            assertThat(scanner.metrics.scrape()).contains(metric("document", 0));
        }
    }

    @Test
    void aPodOfAnOwnerThatCannotBeReadIsUnknownAndNotADrift() {
        api.put(ResourceType.REPLICA_SETS, BrokenPods.withoutSpec(shop.replicaSet));
        try (RunningScanner scanner = scanner()) {
            scanner.awaitVerdict("uid-replicaset", "unknown");
            scanner.awaitVerdict(POD, "unknown");
            assertThat(scanner.incidents()).isEmpty();

            api.put(ResourceType.REPLICA_SETS, shop.replicaSet);

            scanner.awaitVerdict("uid-replicaset", "clean");
            scanner.awaitVerdict(POD, "clean");
        }
    }

    @Test
    void adoptionNamesWhatItCannotReadAndAdoptsTheRest() {
        JsonObject bare = Fixtures.withMetadata(Fixtures.read("pod"), "uid", "uid-bare");
        api.put(
                ResourceType.PODS,
                BrokenPods.withoutSpec(Fixtures.withMetadata(bare, "name", "broken")));
        try (RunningScanner scanner = scanner()) {
            scanner.awaitVerdict("uid-bare", "unknown");

            JsonObject page =
                    scanner.adopt("{\"dryRun\":true,\"acceptDrift\":false,\"after\":\"\"}");

            assertThat(page.toString())
                    .contains("\"standing\":\"unreadable\"")
                    .contains("needs an object in field spec");
        }
    }

    private RunningScanner scanner() {
        return new RunningScanner(folder, api, policy, shop);
    }

    private static String metric(String reason, int value) {
        return "driftseal_drift_scanner_unreadable{reason=\"%s\"} %d.0".formatted(reason, value);
    }
}
