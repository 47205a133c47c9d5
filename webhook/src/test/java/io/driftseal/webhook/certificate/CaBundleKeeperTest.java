package io.driftseal.webhook.certificate;

import static io.driftseal.webhook.ReviewBench.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi;
import io.driftseal.workload.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CaBundleKeeperTest {
    private static final ResourceType TYPE = ResourceType.VALIDATING_WEBHOOK_CONFIGURATIONS;

    private final FakeKubernetesApi cluster = new FakeKubernetesApi();
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-23T12:00:00Z"));
    private Replica replica;

    @BeforeEach
    void start() throws Exception {
        cluster.put(ResourceType.SECRETS, secret());
        replica = Replica.start(cluster, now::get);
    }

    static JsonObject secret() {
        return json(
                """
                {"apiVersion":"v1","kind":"Secret",
                 "metadata":{"namespace":"driftseal-system","name":"authorities"}}
                """);
    }

    static JsonObject configuration(String name, String bundle) {
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

    private String bundle(String name) {
        return live(name)
                .objects("webhooks")
                .getFirst()
                .string("clientConfig", "caBundle")
                .orElse("");
    }

    @Test
    void aMissingOrForeignBundleIsPutRightAndNothingElse() {
        cluster.put(TYPE, configuration("driftseal-verify", ""));
        cluster.put(TYPE, configuration("driftseal-access", ",\"caBundle\":\"Rk9SRUlHTg==\""));
        cluster.put(TYPE, configuration("somebody-elses", ""));

        replica.keeper().round();

        String ours = replica.serving().caBundle();
        for (String name : new String[] {"driftseal-verify", "driftseal-access"}) {
            assertThat(live(name).objects("webhooks"))
                    .extracting(w -> w.string("clientConfig", "caBundle").orElse(""))
                    .containsExactly(ours, ours);
        }
        assertThat(live("somebody-elses").toString()).doesNotContain("caBundle");
        assertThat(replica.keeper().failure()).isEmpty();
        assertThat(replica.keeper().repairs()).isEqualTo(2);
    }

    @Test
    void whatIsRightIsNotWritten() {
        cluster.put(TYPE, configuration("driftseal-verify", ""));
        replica.keeper().round();
        int writes = cluster.writes().size();

        replica.keeper().round();

        assertThat(cluster.writes()).hasSize(writes);
    }

    @Test
    void aRoundThatFailsSaysSoUntilOneSucceeds() {
        cluster.put(TYPE, configuration("driftseal-verify", ""));
        cluster.failNext(
                FakeKubernetesApi.Call.PATCH,
                new KubernetesApiException.Unreachable("connection refused", null));

        replica.keeper().round();
        assertThat(replica.keeper().failure().orElseThrow())
                .isEqualTo("driftseal-verify cannot be kept right: connection refused");

        replica.keeper().round();
        assertThat(replica.keeper().failure()).isEmpty();
    }

    @Test
    void twoReplicasThatStartAtOnceEndWithOneAuthority() throws Exception {
        cluster.put(TYPE, configuration("driftseal-verify", ""));
        Replica other = Replica.start(cluster, now::get);

        replica.keeper().round();
        other.keeper().round();

        assertThat(other.serving().caBundle()).isEqualTo(replica.serving().caBundle());
        assertThat(other.keeper().repairs()).isZero();
    }

    @Test
    void theOneThatWasOutrunAtTheFirstWriteTakesWhatIsStored() throws Exception {
        cluster.put(ResourceType.SECRETS, secret());
        cluster.failNext(
                FakeKubernetesApi.Call.PATCH,
                KubernetesApiException.of(
                        new KubernetesApiException.Answer(
                                409, "Conflict", "modified", java.util.Optional.empty())));

        Replica outrun = Replica.start(cluster, now::get);
        Replica later = Replica.start(cluster, now::get);

        assertThat(later.serving().caBundle()).isEqualTo(outrun.serving().caBundle());
    }

    @Test
    void aSuccessorSignsOnlyAfterEveryConfigurationHasCarriedItForTheSettlingTime() {
        cluster.put(TYPE, configuration("driftseal-verify", ""));
        replica.keeper().round();
        Instant leafBefore = replica.serving().authorityNotAfter();
        String before = replica.serving().caBundle();

        now.updateAndGet(time -> time.plus(Duration.ofDays(61)));
        replica.keeper().round();
        assertThat(replica.serving().authorities()).isEqualTo(2);
        assertThat(bundle("driftseal-verify")).isNotEqualTo(before);
        assertThat(replica.serving().authorityNotAfter()).isEqualTo(leafBefore);

        replica.keeper().round();
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(59)));
        replica.keeper().round();
        assertThat(replica.serving().rotations()).isZero();

        now.updateAndGet(time -> time.plus(Duration.ofMinutes(1)));
        replica.keeper().round();
        assertThat(replica.serving().rotations()).isOne();
        assertThat(replica.serving().authorities()).isEqualTo(2);

        now.updateAndGet(time -> time.plus(Duration.ofDays(31)));
        replica.keeper().round();
        assertThat(replica.serving().authorities()).isOne();
    }

    @Test
    void aBundleThatLostTheSuccessorBeginsTheSettlingAnew() {
        cluster.put(TYPE, configuration("driftseal-verify", ""));
        replica.keeper().round();
        String old = bundle("driftseal-verify");
        now.updateAndGet(time -> time.plus(Duration.ofDays(61)));
        replica.keeper().round();
        replica.keeper().round();

        cluster.put(TYPE, configuration("driftseal-verify", ",\"caBundle\":\"" + old + "\""));
        now.updateAndGet(time -> time.plus(Duration.ofHours(2)));
        replica.keeper().round();
        replica.keeper().round();

        assertThat(replica.serving().rotations()).isZero();
        now.updateAndGet(time -> time.plus(Duration.ofHours(1)));
        replica.keeper().round();
        assertThat(replica.serving().rotations()).isOne();
    }

    @Test
    void anEmptiedSecretGetsBackWhatIsServed() {
        cluster.put(TYPE, configuration("driftseal-verify", ""));
        replica.keeper().round();
        String before = bundle("driftseal-verify");

        cluster.put(ResourceType.SECRETS, secret());
        replica.keeper().round();

        assertThat(bundle("driftseal-verify")).isEqualTo(before);
        assertThat(
                        cluster.get(ResourceType.SECRETS, Replica.SECRET)
                                .orElseThrow()
                                .string("data", "authorities.json"))
                .isPresent();
    }

    @Test
    void aSecretThatHoldsSomethingElseIsLeftAloneAndServingGoesOn() throws Exception {
        cluster.put(TYPE, configuration("driftseal-verify", ""));
        replica.keeper().round();
        JsonObject foreign = secret().with("data", json("{\"authorities.json\":\"e30=\"}"));
        cluster.put(ResourceType.SECRETS, foreign);

        replica.keeper().round();

        assertThat(replica.keeper().failure().orElseThrow())
                .contains("does not hold our authorities")
                .doesNotContain("PRIVATE");
        assertThat(replica.serving().notAfter()).isAfter(now.get());
        assertThat(
                        cluster.get(ResourceType.SECRETS, Replica.SECRET)
                                .orElseThrow()
                                .string("data", "authorities.json"))
                .contains("e30=");
    }
}
