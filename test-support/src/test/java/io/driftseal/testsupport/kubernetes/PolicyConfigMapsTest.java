package io.driftseal.testsupport.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.policies.PolicyConfigMaps;
import io.driftseal.kubernetes.policies.PolicyEvents;
import io.driftseal.workload.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Policies that stand in the cluster, and what the cluster is told of them. */
final class PolicyConfigMapsTest {

    private static final Instant NOW = Instant.parse("2026-11-26T21:00:00Z");

    private final FakeKubernetesApi api = new FakeKubernetesApi();

    @Test
    void onlyThoseOfTheNamespaceWithTheLabelAreRead() {
        // Given
        put("rules", "ours", "true", Map.of("a.rego", "package driftseal.a", "notes.md", "hello"));
        put("settings", "ours", "true", Map.of("a.json", "{}"));
        put("foreign", "theirs", "true", Map.of("b.rego", "package driftseal.b"));
        put("off", "ours", "false", Map.of("c.rego", "package driftseal.c"));
        // When
        Map<String, byte[]> files = new PolicyConfigMaps(api, "ours").files();
        // Then
        assertThat(files)
                .containsOnlyKeys("config-map/rules/a.rego", "data/config-map-settings-a.json");
        assertThat(files.get("config-map/rules/a.rego"))
                .isEqualTo("package driftseal.a".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aRefusalIsAnEventOfAtMostWhatTheApiTakes() {
        // Given
        var events = events();
        // When
        events.refused("a.rego:3: " + "x".repeat(5000));
        // Then
        var key = new ObjectKey("ours", api.writes().getFirst().key().name());
        JsonObject event = api.get(ResourceType.EVENTS, key).orElseThrow();
        assertThat(event.string("reason")).contains("PolicyRefused");
        assertThat(event.string("type")).contains("Warning");
        assertThat(event.string("regarding", "name")).contains("driftseal-webhook");
        assertThat(event.string("eventTime")).contains("2026-11-26T21:00:00.000000Z");
        assertThat(event.string("note").orElseThrow()).contains("a.rego:3").hasSize(1024);
    }

    @Test
    void anEventThatCannotBeWrittenStopsNothing() {
        // Given
        api.failNext(
                FakeKubernetesApi.Call.CREATE,
                new KubernetesApiException.Unreachable("away", new java.io.IOException("away")));
        // When
        events().loaded("f".repeat(64));
        // Then
        assertThat(api.writes()).isEmpty();
    }

    private PolicyEvents events() {
        return new PolicyEvents(
                api,
                "ours",
                new PolicyEvents.Origin("driftseal-webhook", "Deployment", "webhook"),
                () -> NOW);
    }

    private void put(String name, String namespace, String label, Map<String, String> data) {
        api.put(
                ResourceType.CONFIG_MAPS,
                JsonObject.builder()
                        .put("apiVersion", "v1")
                        .put("kind", "ConfigMap")
                        .put(
                                "metadata",
                                JsonObject.builder()
                                        .put("name", name)
                                        .put("namespace", namespace)
                                        .put(
                                                "labels",
                                                JsonObject.ofStrings(
                                                        Map.of(PolicyConfigMaps.LABEL, label)))
                                        .build())
                        .put("data", JsonObject.ofStrings(data))
                        .build());
    }
}
