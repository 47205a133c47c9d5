package io.driftseal.workload;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Changes at a path of names and positions, for tests that vary one document. */
final class JsonEdits {

    private JsonEdits() {}

    /**
     * The document with the value at {@code spec.containers.0.image} replaced; absent members are
     * made.
     */
    static JsonObject set(JsonObject document, String path, String json) {
        JsonValue value = Fixtures.json("{\"value\":" + json + "}").find("value").orElseThrow();
        return (JsonObject) change(document, List.of(path.split("/")), 0, old -> value);
    }

    static JsonObject append(JsonObject document, String path, String json) {
        JsonValue value = Fixtures.json("{\"value\":" + json + "}").find("value").orElseThrow();
        return (JsonObject)
                change(
                        document,
                        List.of(path.split("/")),
                        0,
                        old -> {
                            var items =
                                    new ArrayList<>(
                                            old instanceof JsonArray array
                                                    ? array.items()
                                                    : List.<JsonValue>of());
                            items.add(value);
                            return new JsonArray(items);
                        });
    }

    static JsonObject remove(JsonObject document, String path) {
        int last = path.lastIndexOf('/');
        String name = path.substring(last + 1);
        return (JsonObject)
                change(
                        document,
                        List.of(path.substring(0, last).split("/")),
                        0,
                        old -> ((JsonObject) old).without(name));
    }

    /** Steps are member names or positions; the change gets an empty object where nothing was. */
    static JsonValue change(
            JsonValue node, List<String> path, int depth, UnaryOperator<JsonValue> change) {
        if (depth == path.size()) {
            return change.apply(node);
        }
        String step = path.get(depth);
        if (node instanceof JsonArray array) {
            var items = new ArrayList<>(array.items());
            int position = Integer.parseInt(step);
            items.set(position, change(items.get(position), path, depth + 1, change));
            return new JsonArray(items);
        }
        JsonObject object = (JsonObject) node;
        JsonValue old = object.find(step).orElse(JsonObject.EMPTY);
        return object.with(step, change(old, path, depth + 1, change));
    }
}
