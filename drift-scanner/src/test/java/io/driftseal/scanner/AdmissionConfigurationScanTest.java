package io.driftseal.scanner;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.scanner.check.ReasonCode;
import io.driftseal.scanner.fixture.Fixtures;
import io.driftseal.scanner.fixture.StampedShop;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi;
import io.driftseal.workload.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our own admission configuration, which admission itself never guards. */
class AdmissionConfigurationScanTest {

    @TempDir private Path folder;
    private final StampedShop shop = new StampedShop();
    private final FakeKubernetesApi api = new FakeKubernetesApi();
    private final CannedPolicy policy = new CannedPolicy();

    @Test
    void ourOwnWebhookConfigurationIsHeldToWhatWasFirstSeenAlsoOverARestart() {
        ResourceType type = ResourceType.VALIDATING_WEBHOOK_CONFIGURATIONS;
        String uid = "ValidatingWebhookConfiguration/driftseal-verify";
        JsonObject approved = Fixtures.read("webhook-configuration");
        api.put(type, approved);
        try (RunningScanner scanner = new RunningScanner(folder, api, policy, shop)) {
            scanner.awaitVerdict(uid, "clean");
        }
        api.put(type, Fixtures.replaced(approved, "\"Fail\"", "\"Ignore\""));

        try (RunningScanner scanner = new RunningScanner(folder, api, policy, shop)) {
            scanner.awaitVerdict(uid, "drifted");
            api.remove(type, ObjectKey.clusterScoped("driftseal-verify"));
            RunningScanner.await(
                    "both reasons", () -> scanner.incidents().getFirst().entries().size() == 2);
            api.put(type, approved);
            scanner.awaitVerdict(uid, "clean");

            assertThat(scanner.incidents())
                    .singleElement()
                    .satisfies(incident -> {
                        assertThat(incident.entries())
                                .extracting(e -> e.reason())
                                .containsExactly(
                                        ReasonCode.WEBHOOK_CONFIGURATION_CHANGED,
                                        ReasonCode.WEBHOOK_CONFIGURATION_DELETED);
                        assertThat(incident.isOpen()).isFalse();
                    });
        }
    }

    @Test
    void aChangedWebhookConfigurationIsTheBaselineOnceAnOperatorApprovedIt() {
        ResourceType type = ResourceType.VALIDATING_WEBHOOK_CONFIGURATIONS;
        String uid = "ValidatingWebhookConfiguration/driftseal-verify";
        JsonObject first = Fixtures.read("webhook-configuration");
        api.put(type, first);
        try (RunningScanner scanner = new RunningScanner(folder, api, policy, shop)) {
            scanner.awaitVerdict(uid, "clean");
            api.put(type, Fixtures.replaced(first, "\"Fail\"", "\"Ignore\""));
            scanner.awaitVerdict(uid, "drifted");
        }

        try (RunningScanner scanner =
                new RunningScanner(
                        folder, api, policy, shop, "--approveAdmissionConfiguration=true")) {
            scanner.awaitVerdict(uid, "clean");
        }
    }
}
