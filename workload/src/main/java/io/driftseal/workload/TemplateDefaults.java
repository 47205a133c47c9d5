package io.driftseal.workload;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Id {@code custom-root-defaults}: the API server does not know that a custom resource holds a pod
 * template, so that the template has none of the defaults which its children get.
 */
final class TemplateDefaults {

    private record Default(List<String> path, List<JsonValue> values) {}

    private final List<Default> defaults;

    TemplateDefaults(JsonObject allowed) {
        var read = new ArrayList<Default>();
        allowed.members()
                .forEach((path, values) ->
                        read.add(
                                new Default(
                                        List.of(path.split("\\.")), ((JsonArray) values).items())));
        defaults = List.copyOf(read);
    }

    /** The pod spec, with those defaults that the child's has and it leaves open. */
    JsonObject in(JsonObject spec, JsonObject child) {
        JsonObject filled = spec;
        for (Default value : defaults) {
            filled = at(filled, child, value, 0);
        }
        return filled;
    }

    private static JsonObject at(JsonObject expected, JsonObject live, Default value, int depth) {
        String step = value.path().get(depth);
        boolean items = step.endsWith("[]");
        String name = items ? step.substring(0, step.length() - 2) : step;
        if (depth == value.path().size() - 1) {
            Optional<JsonValue> there = live.find(name);
            return !expected.has(name) && there.filter(value.values()::contains).isPresent()
                    ? expected.with(name, there.get())
                    : expected;
        }
        if (items) {
            return eachItem(expected, live, value, depth, name);
        }
        return expected.find(name).orElse(null) instanceof JsonObject member
                ? expected.with(name, at(member, live.object(name), value, depth + 1))
                : expected;
    }

    private static JsonObject eachItem(
            JsonObject expected, JsonObject live, Default value, int depth, String name) {
        List<JsonValue> wanted = expected.array(name);
        List<JsonValue> there = live.array(name);
        if (wanted.isEmpty()) {
            return expected;
        }
        var filled = new ArrayList<JsonValue>(wanted.size());
        for (int i = 0; i < wanted.size(); i++) {
            boolean both =
                    i < there.size()
                            && wanted.get(i) instanceof JsonObject
                            && there.get(i) instanceof JsonObject;
            filled.add(
                    both
                            ? at(
                                    (JsonObject) wanted.get(i),
                                    (JsonObject) there.get(i),
                                    value,
                                    depth + 1)
                            : wanted.get(i));
        }
        return expected.with(name, new JsonArray(filled));
    }
}
