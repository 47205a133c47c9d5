package io.driftseal.kubernetes.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.kubernetes.Patch;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands on a configuration that is off, and what is left of it afterwards: nothing. */
final class OffSwitchTest {

    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final OffSwitch SWITCH =
            new OffSwitch(NOW.plus(Duration.ofHours(1)), "alice", "registry is away");
    private static final String ON =
            """
            {"metadata":{"name":"driftseal-verify","resourceVersion":"7",
              "annotations":{"team":"platform"}},
             "webhooks":[
              {"name":"a","matchConditions":[{"name":"changed","expression":"true"}]},
              {"name":"b"}]}
            """;

    private static JsonObject json(String text) {
        try {
            return JsonReader.readObject(
                    text.getBytes(StandardCharsets.UTF_8), JsonLimits.kubernetesObject());
        } catch (io.driftseal.workload.json.MalformedJsonException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Applies the two values that the change writes. */
    private static JsonObject changed(JsonObject configuration, Patch patch) {
        JsonObject result = configuration;
        for (var value : ((Patch.Operations) patch).document().items()) {
            JsonObject operation = (JsonObject) value;
            String path = operation.string("path").orElseThrow();
            if (path.equals("/metadata/annotations")) {
                result =
                        result.with(
                                "metadata",
                                result.object("metadata")
                                        .with(
                                                "annotations",
                                                operation.find("value").orElseThrow()));
            } else if (path.equals("/webhooks")) {
                result = result.with("webhooks", operation.find("value").orElseThrow());
            }
        }
        return result;
    }

    @Test
    void offAsksOfNoWebhookAndSaysWhoWhyAndUntilWhen() {
        JsonObject off = changed(json(ON), SWITCH.off(json(ON)));

        assertThat(off.objects("webhooks"))
                .hasSize(2)
                .allSatisfy(webhook ->
                        assertThat(webhook.objects("matchConditions").getFirst().toString())
                                .isEqualTo(
                                        "{\"name\":\"driftseal-off\",\"expression\":\"false\"}"));
        assertThat(off.objects("webhooks").getFirst().toString()).contains("\"changed\"");
        assertThat(OffSwitch.of(off, NOW)).contains(SWITCH);
        assertThat(SWITCH.off(json(ON)).document().toString())
                .startsWith(
                        "[{\"op\":\"test\",\"path\":\"/metadata/resourceVersion\",\"value\":\"7\"}");
    }

    @Test
    void onLeavesTheConfigurationAsItWas() {
        JsonObject off = changed(json(ON), SWITCH.off(json(ON)));

        assertThat(changed(off, OffSwitch.on(off))).isEqualTo(json(ON));
        assertThat(OffSwitch.of(json(ON), NOW)).isEmpty();
    }

    @Test
    void offTwiceIsOffOnceWithTheLaterEnd() {
        JsonObject off = changed(json(ON), SWITCH.off(json(ON)));
        var later = new OffSwitch(NOW.plus(Duration.ofHours(2)), "bob", "still away");

        JsonObject again = changed(off, later.off(off));

        assertThat(OffSwitch.of(again, NOW)).contains(later);
        assertThat(changed(again, OffSwitch.on(again))).isEqualTo(json(ON));
    }

    /**
     * What says no time within a day ends at once: it would be a switch that nobody answers for.
     */
    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "2026-11-27T12:00:01Z", "9999-01-01T00:00:00Z", "1"})
    void anEndThatIsNoneHasEnded(String until) {
        JsonObject off = changed(json(ON), SWITCH.off(json(ON)));
        JsonObject metadata = off.object("metadata");
        JsonObject edited =
                off.with(
                        "metadata",
                        metadata.with(
                                "annotations",
                                metadata.object("annotations").with(OffSwitch.UNTIL, until)));

        Optional<OffSwitch> read = OffSwitch.of(edited, NOW);

        assertThat(read).hasValueSatisfying(found -> assertThat(found.hasEnded(NOW)).isTrue());
    }

    @Test
    void wordsWithoutTheConditionSwitchNothing() {
        JsonObject off = changed(json(ON), SWITCH.off(json(ON)));
        JsonObject restored = off.with("webhooks", json(ON).find("webhooks").orElseThrow());

        assertThat(OffSwitch.standsOn(restored)).isFalse();
        assertThat(OffSwitch.of(restored, NOW)).isEmpty();
    }

    @Test
    void itEndsAtItsTime() {
        assertThat(SWITCH.hasEnded(NOW)).isFalse();
        assertThat(SWITCH.hasEnded(SWITCH.until().minusSeconds(1))).isFalse();
        assertThat(SWITCH.hasEnded(SWITCH.until())).isTrue();
    }

    @Test
    void aConditionWithoutAnyWordIsOffAndHasEnded() {
        JsonObject off = changed(json(ON), SWITCH.off(json(ON)));
        JsonObject silent = off.with("metadata", off.object("metadata").without("annotations"));

        assertThat(OffSwitch.of(silent, NOW).orElseThrow().hasEnded(NOW)).isTrue();
    }
}
