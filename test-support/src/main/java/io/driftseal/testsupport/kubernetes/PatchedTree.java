package io.driftseal.testsupport.kubernetes;

import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.Patch;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonNull;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Applies merge patches (RFC 7386) and the JSON Patch operations add, remove, replace and test (RFC
 * 6902).
 */
final class PatchedTree {

    private PatchedTree() {}

    static JsonObject apply(JsonObject target, Patch patch) {
        return switch (patch) {
            case Patch.Merge merge -> merged(target, merge.document());
            case Patch.Operations operations -> {
                JsonValue result = target;
                for (JsonValue operation : operations.document().items()) {
                    result = operated(result, (JsonObject) operation);
                }
                yield (JsonObject) result;
            }
        };
    }

    private static JsonObject merged(JsonObject target, JsonObject patch) {
        JsonObject result = target;
        for (Map.Entry<String, JsonValue> member : patch.members().entrySet()) {
            String name = member.getKey();
            result =
                    switch (member.getValue()) {
                        case JsonNull _ -> result.without(name);
                        case JsonObject inner ->
                                result.with(name, merged(result.object(name), inner));
                        case JsonValue value -> result.with(name, value);
                    };
        }
        return result;
    }

    private static JsonValue operated(JsonValue target, JsonObject operation) {
        String path = operation.string("path").orElse("");
        List<String> steps =
                path.isEmpty()
                        ? List.of()
                        : List.of(path.substring(1).split("/", -1)).stream()
                                .map(step -> step.replace("~1", "/").replace("~0", "~"))
                                .toList();
        return changed(target, steps, operation);
    }

    private static JsonValue changed(JsonValue target, List<String> steps, JsonObject operation) {
        String step = steps.getFirst();
        boolean last = steps.size() == 1;
        if (target instanceof JsonArray array) {
            return changedArray(array, step, operation, steps);
        }
        if (!(target instanceof JsonObject object)) {
            throw refused("the path leads through a plain value");
        }
        if (!last) {
            JsonValue inner =
                    object.find(step).orElseThrow(() -> refused("no member '" + step + "'"));
            return object.with(step, changed(inner, steps.subList(1, steps.size()), operation));
        }
        Optional<JsonValue> present = object.find(step);
        return switch (operation.string("op").orElse("")) {
            case "add" -> object.with(step, value(operation));
            case "replace" -> {
                required(present, step);
                yield object.with(step, value(operation));
            }
            case "remove" -> {
                required(present, step);
                yield object.without(step);
            }
            case "test" -> {
                if (!present.equals(Optional.of(value(operation)))) {
                    throw refused("testing value " + step + " failed");
                }
                yield object;
            }
            default -> throw refused("operation not known to the fake");
        };
    }

    private static JsonValue changedArray(
            JsonArray array, String step, JsonObject operation, List<String> steps) {
        List<JsonValue> items = new ArrayList<>(array.items());
        int index = step.equals("-") ? items.size() : Integer.parseInt(step);
        if (steps.size() > 1) {
            items.set(index, changed(items.get(index), steps.subList(1, steps.size()), operation));
            return new JsonArray(items);
        }
        switch (operation.string("op").orElse("")) {
            case "add" -> items.add(index, value(operation));
            case "replace" -> items.set(index, value(operation));
            case "remove" -> items.remove(index);
            case "test" -> {
                if (!items.get(index).equals(value(operation))) {
                    throw refused("testing value " + step + " failed");
                }
            }
            default -> throw refused("operation not known to the fake");
        }
        return new JsonArray(items);
    }

    private static void required(Optional<JsonValue> present, String step) {
        if (present.isEmpty()) {
            throw refused("no member '" + step + "'");
        }
    }

    private static JsonValue value(JsonObject operation) {
        return operation.find("value").orElseThrow(() -> refused("an operation without a value"));
    }

    private static KubernetesApiException refused(String message) {
        return KubernetesApiException.of(
                new KubernetesApiException.Answer(422, "Invalid", message, Optional.empty()));
    }
}
