package io.driftseal.webhook.baseline;

import static io.driftseal.webhook.ReviewBench.object;
import static io.driftseal.webhook.ReviewBench.withImage;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.evidence.SignedBaseline;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.service.metrics.ServiceMetrics;
import io.driftseal.service.mutualtls.PeerReply;
import io.driftseal.service.mutualtls.PeerRequest;
import io.driftseal.stamp.SigningKey;
import io.driftseal.stamp.SigningKeyRing;
import io.driftseal.stamp.Validity;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi;
import io.driftseal.webhook.review.Scope;
import io.driftseal.workload.CanonicalForm;
import io.driftseal.workload.Workload;
import io.driftseal.workload.WorkloadKinds;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonString;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the webhook vouches for: what it read itself, and nothing else. */
final class BaselineRouteTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final String ID = "bas-00000000-0000-7000-8000-000000000001";

    private final FakeKubernetesApi api = new FakeKubernetesApi();
    private final SigningKeyRing keys =
            new SigningKeyRing(
                    List.of(
                            SigningKey.generate(
                                    new SecureRandom(),
                                    new Validity(NOW.minusSeconds(1), NOW.plusSeconds(3600)))));
    private JsonObject live = object("deployment");

    @BeforeEach
    void itRuns() {
        live = api.put(ResourceType.DEPLOYMENTS, live);
    }

    @Test
    void whatIsLiveAndAsSeenIsSigned() throws Exception {
        JsonObject answer = answer(question(live), NOW);

        SignedBaseline signed =
                SignedBaseline.verify(
                        answer.string("envelope").orElseThrow(), keys.verificationKeys());
        assertThat(signed.baseline().baselineId()).isEqualTo(ID);
        assertThat(signed.baseline().configurationHash()).isEqualTo(hash(live));
        assertThat(signed.baseline().workload().uid())
                .isEqualTo(live.string("metadata", "uid").orElseThrow());
        assertThat(signed.baseline().time()).isEqualTo(NOW);
        assertThat(api.writes()).isEmpty();
    }

    @Test
    void whatTheAskerSawAndIsNotLiveIsNotSigned() throws Exception {
        String seen = question(live);
        api.put(ResourceType.DEPLOYMENTS, withImage(live, "registry.example/miner:6.6"));

        assertThat(cause(answer(seen, NOW))).isEqualTo("changed");
    }

    @Test
    void anObjectOfTheSameNameIsNotTheOneThatWasSeen() throws Exception {
        String seen = question(live).replace(live.string("metadata", "uid").orElseThrow(), "other");

        assertThat(cause(answer(seen, NOW))).isEqualTo("gone");
    }

    @Test
    void aStampedAndADyingWorkloadNeedNoBaseline() throws Exception {
        JsonObject stamp =
                JsonObject.of("stamp.driftseal.io/deployment", new JsonString("whatever"));
        live =
                api.put(
                        ResourceType.DEPLOYMENTS,
                        live.with("metadata", live.object("metadata").with("annotations", stamp)));
        assertThat(cause(answer(question(live), NOW))).isEqualTo("stamped");
        live =
                api.put(
                        ResourceType.DEPLOYMENTS,
                        live.with(
                                "metadata",
                                live.object("metadata").with("deletionTimestamp", NOW.toString())));
        assertThat(cause(answer(question(live), NOW))).isEqualTo("terminating");
    }

    @Test
    void anExemptNamespaceAnUnreadableObjectAndARetiredKeySayWhy() throws Exception {
        assertThat(cause(answer(question(live).replace("\"shop\"", "\"kube-system\""), NOW)))
                .isEqualTo("exempt");
        api.failNext(
                FakeKubernetesApi.Call.GET, new KubernetesApiException.Unreachable("down", null));
        assertThat(cause(answer(question(live), NOW))).isEqualTo("unreadable");
        assertThat(cause(answer(question(live), NOW.plusSeconds(7200)))).isEqualTo("no-key");
    }

    @Test
    void malformedQuestionsAreRefused() throws Exception {
        for (String body :
                List.of(
                        "",
                        "{}",
                        "{\"workloads\":[]}",
                        "{\"workloads\":[{}]}",
                        question(live).replace("Deployment", "Secret"),
                        question(live).replace(live.string("metadata", "uid").orElseThrow(), ""))) {
            assertThat(reply(body, NOW).status()).as(body).isEqualTo(400);
        }
    }

    private static String question(JsonObject object) {
        return """
        {"workloads":[{"apiVersion":"apps/v1","kind":"Deployment","namespace":"%s","name":"%s","uid":"%s","configurationHash":"%s"}]}\
        """
                .formatted(
                        object.string("metadata", "namespace").orElseThrow(),
                        object.string("metadata", "name").orElseThrow(),
                        object.string("metadata", "uid").orElseThrow(),
                        hash(object));
    }

    private static String hash(JsonObject object) {
        try {
            return CanonicalForm.of(Workload.of(object)).hash().hex();
        } catch (io.driftseal.workload.UnsupportedWorkloadException e) {
            throw new AssertionError(e);
        }
    }

    private JsonObject answer(String question, Instant now) throws Exception {
        PeerReply reply = reply(question, now);
        assertThat(reply.status()).isEqualTo(200);
        return JsonReader.readObject(reply.body(), JsonLimits.objectList())
                .objects("answers")
                .getFirst();
    }

    private static String cause(JsonObject answer) {
        assertThat(answer.has("envelope")).isFalse();
        return answer.string("cause").orElseThrow();
    }

    private PeerReply reply(String body, Instant now) throws Exception {
        var witness =
                new BaselineWitness(
                        api,
                        keys,
                        new Scope(Set.of("kube-system"), WorkloadKinds.builtIn()),
                        () -> ID,
                        () -> now);
        return new BaselineRoute(witness, WorkloadKinds.builtIn(), ServiceMetrics.create("webhook"))
                .route()
                .handler()
                .handle(
                        new PeerRequest(
                                "drift-scanner",
                                "POST",
                                "/v1/baselines",
                                Map.of(),
                                body.getBytes(UTF_8)));
    }
}
