package io.driftseal.responder;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.decision.BreakGlass;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.WriteOptions;
import io.driftseal.kubernetes.admission.OffSwitch;
import io.driftseal.kubernetes.admission.WebhookConfigurationName;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi.Call;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What was opened for a while is shut at its end, and nothing else is touched. */
final class ExceptionSweepTest {

    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    private final FakeKubernetesApi cluster = new FakeKubernetesApi();
    private final ExceptionSweep sweep =
            new ExceptionSweep(cluster, Clock.fixed(NOW, ZoneOffset.UTC));

    private void namespace(String name, String glass) {
        cluster.put(
                ResourceType.NAMESPACES,
                JsonObject.of(
                        "metadata",
                        JsonObject.builder()
                                .put("name", name)
                                .put(
                                        "labels",
                                        JsonObject.ofStrings(
                                                Map.of(
                                                        "driftseal.io/mode",
                                                        "enforce",
                                                        BreakGlass.LABEL,
                                                        glass)))
                                .put(
                                        "annotations",
                                        JsonObject.ofStrings(
                                                Map.of(
                                                        BreakGlass.REASON_ANNOTATION,
                                                        "away",
                                                        "team",
                                                        "blue")))
                                .build()));
    }

    private JsonObject metadata(String namespace) {
        return cluster.get(ResourceType.NAMESPACES, ObjectKey.clusterScoped(namespace))
                .orElseThrow()
                .object("metadata");
    }

    private boolean isOpen(String namespace) {
        return metadata(namespace).object("labels").has(BreakGlass.LABEL);
    }

    private static WebhookConfigurationName verify() {
        return WebhookConfigurationName.OURS.stream()
                .filter(own -> own.name().equals("driftseal-verify"))
                .findFirst()
                .orElseThrow();
    }

    private void configurationOffUntil(Instant until) {
        JsonObject webhook = JsonObject.builder().put("name", "verify").build();
        cluster.put(
                verify().type(),
                JsonObject.of(
                        "metadata",
                        JsonObject.builder().put("name", verify().name()).build(),
                        "webhooks",
                        new JsonArray(List.of(webhook))));
        cluster.patch(
                verify().type(),
                verify().key(),
                new OffSwitch(until, "alice", "away").off(configuration()),
                WriteOptions.stored("test"));
    }

    private JsonObject configuration() {
        return cluster.get(verify().type(), verify().key()).orElseThrow();
    }

    @Test
    void labelsThatAreOverAreTakenAwayWithTheirReasonAndNothingElse() {
        namespace("over", BreakGlass.value(NOW));
        namespace("open", BreakGlass.value(NOW.plusSeconds(1)));
        namespace("far", "99990101T000000Z");
        namespace("rubbish", "soon");

        sweep.round();

        assertThat(List.of("over", "far", "rubbish")).noneMatch(this::isOpen);
        assertThat(isOpen("open")).isTrue();
        assertThat(metadata("over").object("labels").members().keySet())
                .containsExactly("driftseal.io/mode");
        assertThat(metadata("over").object("annotations").members().keySet())
                .containsExactly("team");
        assertThat(sweep.ended()).isEqualTo(3);
        assertThat(sweep.open()).isEqualTo(1);
        assertThat(sweep.left()).isZero();
    }

    @Test
    void anOffSwitchEndsAtItsTimeAndNotBefore() {
        configurationOffUntil(NOW.plus(Duration.ofMinutes(1)));
        sweep.round();
        assertThat(OffSwitch.of(configuration(), NOW)).isPresent();
        assertThat(sweep.open()).isEqualTo(1);

        configurationOffUntil(NOW);
        sweep.round();

        assertThat(OffSwitch.of(configuration(), NOW)).isEmpty();
        assertThat(configuration().objects("webhooks").getFirst().has("matchConditions")).isFalse();
        assertThat(sweep.ended()).isEqualTo(1);
    }

    /** Somebody gave it more time while we were about to shut it. */
    @Test
    void whatChangedInBetweenIsLeftToTheNextRound() {
        namespace("over", BreakGlass.value(NOW));
        var answer =
                new KubernetesApiException.Answer(409, "Conflict", "changed", Optional.of("audit"));
        cluster.failNext(Call.PATCH, KubernetesApiException.of(answer));

        sweep.round();
        assertThat(isOpen("over")).isTrue();
        assertThat(sweep.left()).isEqualTo(1);

        sweep.round();
        assertThat(isOpen("over")).isFalse();
        assertThat(sweep.left()).isZero();
    }

    @Test
    void anApiServerThatIsAwayIsCountedAsSomethingLeft() {
        var answer =
                new KubernetesApiException.Answer(503, "Unavailable", "away", Optional.empty());
        cluster.failNext(Call.LIST, KubernetesApiException.of(answer));

        sweep.round();

        assertThat(sweep.left()).isEqualTo(1);
    }
}
