package io.driftseal.workload;

import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.util.List;
import java.util.Optional;

/** What the API server fills into a new pod that its template leaves open. */
final class DefaultingTransformations {

    private DefaultingTransformations() {}

    /** Id {@code pod-defaults}: a field that the template does not have may have this one value. */
    static Transformation podDefaults(JsonObject allowed) {
        return (expected, child) -> {
            JsonObject spec = expected.object("spec");
            JsonObject live = child.object("spec");
            for (var field : allowed.members().entrySet()) {
                if (!spec.has(field.getKey())
                        && live.find(field.getKey()).equals(Optional.of(field.getValue()))) {
                    spec = spec.with(field.getKey(), field.getValue());
                }
            }
            return expected.with("spec", spec);
        };
    }

    /** Id {@code default-tolerations}. */
    static Transformation tolerations(JsonObject allowed) {
        long longest =
                allowed.number("maximumTolerationSeconds").orElseThrow().whole().orElseThrow();
        String effect = allowed.string("effect").orElseThrow();
        return (expected, child) -> {
            JsonObject spec = expected.object("spec");
            JsonObject explained = spec;
            for (JsonValue key : allowed.array("keys")) {
                String taint = ((JsonString) key).value();
                if (!tolerates(spec, taint, effect)) {
                    JsonObject shape =
                            JsonObject.builder()
                                    .put("key", taint)
                                    .put("operator", allowed.string("operator").orElseThrow())
                                    .put("effect", effect)
                                    .build();
                    explained = withToleration(explained, child, shape, longest);
                }
            }
            return expected.with("spec", explained);
        };
    }

    /** The first toleration of this shape with a time within bounds. */
    private static JsonObject withToleration(
            JsonObject spec, JsonObject child, JsonObject shape, long longestSeconds) {
        for (JsonObject toleration : child.objects("spec", "tolerations")) {
            long seconds =
                    toleration
                            .number("tolerationSeconds")
                            .map(number -> number.whole().orElse(-1))
                            .orElse(-1L);
            if (seconds >= 0
                    && seconds <= longestSeconds
                    && toleration.without("tolerationSeconds").equals(shape)) {
                return Transformation.append(spec, "tolerations", toleration);
            }
        }
        return spec;
    }

    private static boolean tolerates(JsonObject spec, String taint, String effect) {
        return spec.objects("tolerations").stream()
                .anyMatch(toleration -> {
                    String key = toleration.string("key").orElse("");
                    String itsEffect = toleration.string("effect").orElse("");
                    return (key.isEmpty() || key.equals(taint))
                            && (itsEffect.isEmpty() || itsEffect.equals(effect));
                });
    }

    /** Id {@code requests-from-limits}. */
    static Transformation requests(JsonObject allowed) {
        String prefix = allowed.string("podLevelPrefix").orElseThrow();
        List<JsonValue> names = allowed.array("podLevelRequests");
        return (expected, child) -> {
            JsonObject spec = expected.object("spec");
            for (JsonValue list : allowed.array("lists")) {
                spec =
                        Transformation.eachContainer(
                                spec,
                                ((JsonString) list).value(),
                                DefaultingTransformations::requestLimits);
            }
            if (!spec.object("resources", "limits").isEmpty()) {
                JsonObject resources = spec.object("resources");
                JsonObject requests = resources.object("requests");
                for (var live :
                        child.object("spec", "resources", "requests").members().entrySet()) {
                    String name = live.getKey();
                    boolean known = name.startsWith(prefix) || names.contains(new JsonString(name));
                    if (known && !requests.has(name)) {
                        requests = requests.with(name, live.getValue());
                    }
                }
                spec = spec.with("resources", resources.with("requests", requests));
            }
            return expected.with("spec", spec);
        };
    }

    private static JsonObject requestLimits(JsonObject container) {
        JsonObject resources = container.object("resources");
        JsonObject limits = resources.object("limits");
        JsonObject requests = resources.object("requests");
        for (var limit : limits.members().entrySet()) {
            if (!requests.has(limit.getKey())) {
                requests = requests.with(limit.getKey(), limit.getValue());
            }
        }
        return limits.isEmpty()
                ? container
                : container.with("resources", resources.with("requests", requests));
    }

    /** Id {@code host-network-ports}. */
    static Transformation hostPorts(JsonObject allowed) {
        return (expected, child) -> {
            JsonObject spec = expected.object("spec");
            if (!spec.bool("hostNetwork").orElse(false)) {
                return expected;
            }
            for (JsonValue list : allowed.array("lists")) {
                spec =
                        Transformation.eachContainer(
                                spec,
                                ((JsonString) list).value(),
                                container ->
                                        Transformation.eachContainer(
                                                container,
                                                "ports",
                                                DefaultingTransformations::hostPort));
            }
            return expected.with("spec", spec);
        };
    }

    private static JsonObject hostPort(JsonObject port) {
        Optional<JsonNumber> containerPort = port.number("containerPort");
        return port.has("hostPort") || containerPort.isEmpty()
                ? port
                : port.with("hostPort", containerPort.get());
    }
}
