package io.driftseal.scanner;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.evidence.AmendmentRecord;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.scanner.check.ReasonCode;
import io.driftseal.scanner.fixture.DebuggedPod;
import io.driftseal.scanner.fixture.StampedShop;
import io.driftseal.scanner.judge.Conclusion;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi;
import io.driftseal.workload.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Amendments on their way through the scanner: before, after and without the change they allow. */
class AmendmentScanTest {

    private static final String POD = "uid-pod";

    @TempDir private Path folder;
    private final StampedShop shop = new StampedShop();
    private final FakeKubernetesApi api = new FakeKubernetesApi();
    private final JsonObject debugged = DebuggedPod.with(shop.pod, DebuggedPod.DEBUG);
    private final AmendmentRecord amendment =
            shop.stamper.amendment(shop.pod, debugged, "dec-00000000-0000-7000-8000-00000000000a");

    @BeforeEach
    void theShopRuns() {
        shop.runOn(api);
    }

    @Test
    void anAmendmentThatArrivesAfterTheChangeEndsTheWait() {
        try (RunningScanner scanner = scanner("--amendmentGrace=1h", "--ownerGrace=1h")) {
            scanner.awaitVerdict(POD, "clean");

            api.put(ResourceType.PODS, debugged);
            scanner.awaitVerdict(POD, "unknown");
            scanner.accept(amendment);

            scanner.awaitVerdict(POD, "clean");
            assertThat(scanner.verdict(POD).orElseThrow().conclusion())
                    .isEqualTo(new Conclusion.Clean(List.of(amendment)));
            assertThat(scanner.incidents()).isEmpty();
            assertThat(scanner.read("/v1/verdicts"))
                    .contains("\"amendmentId\":\"" + amendment.amendmentId() + "\"")
                    .contains("oncall@example.com");
        }
    }

    @Test
    void withoutAnAmendmentTheWaitEndsAsDrift() {
        try (RunningScanner scanner = scanner("--amendmentGrace=300ms")) {
            scanner.awaitVerdict(POD, "clean");

            api.put(ResourceType.PODS, debugged);

            scanner.awaitVerdict(POD, "drifted");
            assertThat(scanner.incidents().getFirst().entries())
                    .extracting(entry -> entry.reason())
                    .contains(ReasonCode.FORM_CHANGED);
        }
    }

    @Test
    void whoGoesOnChangingThePodDoesNotWaitAnew() {
        try (RunningScanner scanner = scanner("--amendmentGrace=2s")) {
            scanner.awaitVerdict(POD, "clean");

            for (int i = 2; !scanner.verdictValue(POD).equals("drifted"); i++) {
                assertThat(i).as("changes before it was found").isLessThan(400);
                api.put(ResourceType.PODS, DebuggedPod.resized(shop.pod, i + "m", i));
                pause();
            }
        }
    }

    @Test
    void anAmendmentBeforeItsChangeAndAfterARestartCounts() {
        try (RunningScanner scanner = scanner()) {
            scanner.awaitVerdict(POD, "clean");
            scanner.accept(amendment);
        }
        api.put(ResourceType.PODS, debugged);
        try (RunningScanner scanner = scanner()) {
            RunningScanner.await(
                    "the amendment in the verdict",
                    () ->
                            scanner.verdict(POD)
                                    .map(verdict -> verdict.conclusion())
                                    .equals(
                                            java.util.Optional.of(
                                                    new Conclusion.Clean(List.of(amendment)))));
            assertThat(scanner.incidents()).isEmpty();
        }
    }

    @Test
    void onlyTheWebhookReportsAmendments() {
        try (RunningScanner scanner = scanner()) {
            assertThat(scanner.statusOf(amendment, "responder")).isEqualTo(403);
            assertThat(scanner.statusOf(amendment, "webhook")).isEqualTo(200);
            assertThat(scanner.statusOf(amendment, "webhook")).isEqualTo(200);
            assertThat(scanner.evidenceLines(amendment.amendmentId())).isEqualTo(1);
        }
    }

    private RunningScanner scanner(String... flags) {
        return new RunningScanner(folder, api, new CannedPolicy(), shop, flags);
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
