package io.driftseal.workload;

import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Id {@code limit-range}: the defaults of the namespace's LimitRanges, for resources of which the
 * template says nothing. With several LimitRanges the API server takes the first in an order of its
 * own, so each of their values is allowed.
 */
record LimitRangeTransformation(List<JsonObject> items, List<String> lists)
        implements Transformation {

    private static final String CONTAINER_TYPE = "Container";

    static Transformation of(JsonObject allowed, ClusterFacts facts) {
        List<JsonObject> items =
                facts.known(FactKind.LIMIT_RANGE).orElse(List.of()).stream()
                        .flatMap(range -> range.objects("spec", "limits").stream())
                        .filter(item -> item.string("type").orElse("").equals(CONTAINER_TYPE))
                        .toList();
        return new LimitRangeTransformation(items, Transformation.texts(allowed.array("lists")));
    }

    @Override
    public JsonObject explain(JsonObject expected, JsonObject child) {
        if (items.isEmpty()) {
            return expected;
        }
        JsonObject spec = expected.object("spec");
        for (String list : lists) {
            spec =
                    Transformation.eachContainer(
                            spec,
                            list,
                            container ->
                                    filled(
                                            container,
                                            Transformation.container(child, list, container)));
        }
        return expected.with("spec", spec);
    }

    private JsonObject filled(JsonObject container, JsonObject live) {
        JsonObject resources = container.object("resources");
        JsonObject filled =
                filled(
                        filled(resources, live, "limits", "default"),
                        live,
                        "requests",
                        "defaultRequest");
        return filled.equals(resources) ? container : container.with("resources", filled);
    }

    private JsonObject filled(
            JsonObject resources, JsonObject live, String list, String declaredAs) {
        JsonObject amounts = resources.object(list);
        JsonObject filled = amounts;
        for (var shown : live.object("resources", list).members().entrySet()) {
            if (!filled.has(shown.getKey())) {
                Optional<JsonValue> value = value(shown.getKey(), shown.getValue(), declaredAs);
                if (value.isPresent()) {
                    filled = filled.with(shown.getKey(), value.get());
                }
            }
        }
        return filled.equals(amounts) ? resources : resources.with(list, filled);
    }

    /** The default that the child shows; else any, so that the difference names both amounts. */
    private Optional<JsonValue> value(String resource, JsonValue shown, String declaredAs) {
        List<JsonValue> defaults =
                items.stream()
                        .flatMap(item -> item.object(declaredAs).find(resource).stream())
                        .toList();
        return Stream.concat(
                        defaults.stream().filter(one -> amount(one).equals(amount(shown))),
                        defaults.stream())
                .findFirst();
    }

    private static Optional<String> amount(JsonValue value) {
        return switch (value) {
            case JsonString text -> Quantity.canonical(text.value());
            case JsonNumber number -> Quantity.canonical(number.literal());
            default -> Optional.empty();
        };
    }
}
