package io.driftseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.admission.OffSwitch;
import io.driftseal.kubernetes.admission.WebhookConfigurationName;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi.Call;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Letting things pass for a while: one namespace, or everything. */
final class ExceptionCommandsTest {

    private static final String GLASS = "driftseal.io/break-glass";
    private static final String REASON = "driftseal.io/break-glass-reason";

    private final FakeKubernetesApi cluster = new FakeKubernetesApi();

    private void namespace(String name, Map<String, String> labels) {
        cluster.put(
                ResourceType.NAMESPACES,
                JsonObject.of(
                        "metadata",
                        JsonObject.builder()
                                .put("name", name)
                                .put("labels", JsonObject.ofStrings(labels))
                                .build()));
    }

    private JsonObject metadata(String namespace) {
        return cluster.get(ResourceType.NAMESPACES, ObjectKey.clusterScoped(namespace))
                .orElseThrow()
                .object("metadata");
    }

    private void everyConfiguration() {
        for (WebhookConfigurationName own : WebhookConfigurationName.OURS) {
            JsonObject webhook = JsonObject.builder().put("name", own.name()).build();
            cluster.put(
                    own.type(),
                    JsonObject.of(
                            "metadata",
                            JsonObject.builder().put("name", own.name()).build(),
                            "webhooks",
                            new JsonArray(List.of(webhook))));
        }
    }

    private List<Optional<OffSwitch>> switches() {
        Instant now = CommandRun.CLOCK.instant();
        return WebhookConfigurationName.OURS.stream()
                .flatMap(own -> cluster.get(own.type(), own.key()).stream())
                .map(configuration -> OffSwitch.of(configuration, now))
                .toList();
    }

    private CommandRun open(String namespace, String reason, String minutes) {
        return CommandRun.on(
                cluster,
                "break-glass",
                "open",
                namespace,
                "--reason",
                reason,
                "--minutes",
                minutes);
    }

    private CommandRun off(String reason, String minutes) {
        return CommandRun.on(cluster, "off", "--reason", reason, "--minutes", minutes);
    }

    @Test
    void breakingTheGlassWritesEndAndReasonAtOnceAndEndingTakesBothAway() {
        namespace("shop", Map.of("driftseal.io/mode", "enforce"));

        CommandRun opened = open("shop", "registry is away", "30");

        assertThat(opened.code()).as(opened.err()).isZero();
        assertThat(opened.out()).contains("passes everything until");
        assertThat(cluster.writes()).as("one write").hasSize(1);
        assertThat(metadata("shop").string("labels", GLASS).orElseThrow())
                .matches("[0-9]{8}T[0-9]{6}Z");
        assertThat(metadata("shop").string("annotations", REASON)).contains("registry is away");
        CommandRun listed = CommandRun.on(cluster, "break-glass", "list");
        assertThat(listed.code()).isZero();
        assertThat(listed.out()).contains("shop").contains("open until").contains("registry");

        assertThat(CommandRun.on(cluster, "break-glass", "end", "shop").code()).isZero();
        assertThat(metadata("shop").object("labels").has(GLASS)).isFalse();
        assertThat(metadata("shop").object("annotations").has(REASON)).isFalse();
    }

    @Test
    void aLabelThatWasLeftBehindIsListedAsAFault() {
        namespace("shop", Map.of(GLASS, "20200101T000000Z"));
        namespace("bank", Map.of(GLASS, "99990101T000000Z"));
        namespace("other", Map.of());

        CommandRun listed = CommandRun.on(cluster, "break-glass", "list");

        assertThat(listed.code()).isEqualTo(ExitCode.NO);
        assertThat(listed.out())
                .contains("ended at 2020-01-01T00:00:00Z")
                .contains("no end within a day")
                .doesNotContain("other");
    }

    /** Each line is a request that changes nothing. */
    @ParameterizedTest
    @CsvSource({
        "shop,because,0,2",
        "shop,because,1441,2",
        "shop,' ',10,2",
        "Shop,because,10,2",
        "lenient,because,10,1",
        "nowhere,because,10,1"
    })
    void noGlassIsBrokenByAWrongWord(String namespace, String reason, String minutes, int code) {
        namespace("shop", Map.of("driftseal.io/mode", "enforce"));
        namespace("lenient", Map.of("driftseal.io/mode", "warn"));

        CommandRun run = open(namespace, reason, minutes);

        assertThat(run.code()).as(run.err()).isEqualTo(code);
        assertThat(run.err()).isNotBlank();
        assertThat(cluster.writes()).isEmpty();
    }

    @Test
    void offStandsOnEveryConfigurationAndOnTakesItAway() {
        everyConfiguration();
        assertThat(CommandRun.on(cluster, "off", "--show").code()).isZero();

        CommandRun run = off("registry is away", "60");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(switches())
                .hasSize(4)
                .allSatisfy(off -> {
                    assertThat(off.orElseThrow().reason()).isEqualTo("registry is away");
                    assertThat(off.orElseThrow().until())
                            .isAfter(CommandRun.CLOCK.instant().plus(Duration.ofMinutes(58)));
                });
        CommandRun shown = CommandRun.on(cluster, "off", "--show");
        assertThat(shown.code()).isEqualTo(ExitCode.NO);
        assertThat(shown.out()).contains("driftseal-verify: off until").contains("registry");

        assertThat(CommandRun.on(cluster, "on").code()).isZero();
        assertThat(switches()).hasSize(4).allMatch(Optional::isEmpty);
    }

    @Test
    void offIsTriedAgainWhereSomebodyWroteInBetween() {
        everyConfiguration();
        var answer =
                new KubernetesApiException.Answer(409, "Conflict", "changed", Optional.of("audit"));
        cluster.failNext(Call.PATCH, KubernetesApiException.of(answer));

        assertThat(off("away", "5").code()).isZero();
        assertThat(switches()).hasSize(4).allMatch(Optional::isPresent);
    }

    @Test
    void aRefusalIsSaidAndNothingIsClaimed() {
        everyConfiguration();
        var answer =
                new KubernetesApiException.Answer(
                        403, "Forbidden", "not you", Optional.of("audit"));
        cluster.failNext(Call.PATCH, KubernetesApiException.of(answer));

        CommandRun run = off("away", "5");

        assertThat(run.code()).isEqualTo(ExitCode.NO);
        assertThat(run.err()).contains("cannot change zz-driftseal-stamp").contains("not you");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void whereNothingIsRegisteredThereIsNothingToSwitch() {
        assertThat(off("away", "5").err()).contains("no webhook configuration of Driftseal");
        assertThat(CommandRun.on(cluster, "on").code()).isEqualTo(ExitCode.NO);
    }

    /** Each line is a request that changes nothing. */
    @ParameterizedTest
    @CsvSource({"because,0", "because,1441", "' ',10", "because,soon"})
    void nothingIsSwitchedOffByAWrongWord(String reason, String minutes) {
        everyConfiguration();

        assertThat(off(reason, minutes).code()).isEqualTo(2);
        assertThat(off("x".repeat(201), "10").code()).isEqualTo(2);
        assertThat(CommandRun.on(cluster, "off").code()).isEqualTo(2);
        assertThat(CommandRun.on(cluster, "off", "--reason", "because").code()).isEqualTo(2);
        assertThat(switches()).allMatch(Optional::isEmpty);
    }
}
