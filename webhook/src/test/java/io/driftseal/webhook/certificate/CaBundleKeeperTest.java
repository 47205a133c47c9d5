package io.driftseal.webhook.certificate;

import static io.driftseal.webhook.ReviewBench.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi;
import io.driftseal.workload.json.JsonObject;
import org.junit.jupiter.api.Test;

final class CaBundleKeeperTest {
    private static final ResourceType TYPE = ResourceType.VALIDATING_WEBHOOK_CONFIGURATIONS;

    private final FakeKubernetesApi cluster = new FakeKubernetesApi();
    private final CaBundleKeeper keeper = new CaBundleKeeper(cluster, "T1VSUw==");

    private static JsonObject configuration(String name, String bundle) {
        return json(
                """
                {"apiVersion":"admissionregistration.k8s.io/v1",
                 "kind":"ValidatingWebhookConfiguration","metadata":{"name":"%s"},
                 "webhooks":[
                  {"name":"a.driftseal.io","clientConfig":{"url":"https://x/verify"%s}},
                  {"name":"b.driftseal.io","clientConfig":{"url":"https://x/verify"%s}}]}
                """
                        .formatted(name, bundle, bundle));
    }

    private JsonObject live(String name) {
        return cluster.get(TYPE, ObjectKey.clusterScoped(name)).orElseThrow();
    }

    @Test
    void aMissingOrForeignBundleIsPutRightAndNothingElse() {
        cluster.put(TYPE, configuration("driftseal-verify", ""));
        cluster.put(TYPE, configuration("driftseal-access", ",\"caBundle\":\"Rk9SRUlHTg==\""));
        cluster.put(TYPE, configuration("somebody-elses", ""));

        keeper.round();

        for (String name : new String[] {"driftseal-verify", "driftseal-access"}) {
            assertThat(live(name).objects("webhooks"))
                    .extracting(w -> w.string("clientConfig", "caBundle").orElse(""))
                    .containsExactly("T1VSUw==", "T1VSUw==");
        }
        assertThat(live("somebody-elses").toString()).doesNotContain("caBundle");
        assertThat(keeper.failure()).isEmpty();
        assertThat(keeper.repairs()).isEqualTo(2);
    }

    @Test
    void whatIsRightIsNotWritten() {
        cluster.put(TYPE, configuration("driftseal-verify", ""));
        keeper.round();

        keeper.round();

        assertThat(cluster.writes()).hasSize(1);
    }

    @Test
    void aRoundThatFailsSaysSoUntilOneSucceeds() {
        cluster.put(TYPE, configuration("driftseal-verify", ""));
        cluster.failNext(
                FakeKubernetesApi.Call.PATCH,
                new KubernetesApiException.Unreachable("connection refused", null));

        keeper.round();
        assertThat(keeper.failure().orElseThrow())
                .isEqualTo("driftseal-verify cannot be kept right: connection refused");

        keeper.round();
        assertThat(keeper.failure()).isEmpty();
    }
}
