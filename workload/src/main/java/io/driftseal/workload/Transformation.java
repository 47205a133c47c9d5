package io.driftseal.workload;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One named thing that Kubernetes does to a child between its owner's template and storage. It
 * looks at the child, and adds to what is expected exactly what it permits; whatever the child has
 * beyond stays unexplained. Nothing is ever taken away from the child, so nothing can hide in it.
 */
@FunctionalInterface
interface Transformation {

    /**
     * @param expected tree of the pod as derived so far, with {@code spec}
     * @param child tree of the pod that is there
     * @return expected, with what the child shows and this transformation permits
     */
    JsonObject explain(JsonObject expected, JsonObject child);

    /** The spec with every container of the list changed. */
    static JsonObject eachContainer(
            JsonObject spec, String list, UnaryOperator<JsonObject> change) {
        List<JsonValue> items = spec.array(list);
        if (items.isEmpty()) {
            return spec;
        }
        var changed = new ArrayList<JsonValue>(items.size());
        for (JsonValue item : items) {
            changed.add(item instanceof JsonObject container ? change.apply(container) : item);
        }
        return spec.with(list, new JsonArray(changed));
    }

    /** The container of this name in a list of the child, empty if there is none. */
    static JsonObject container(JsonObject child, String list, JsonObject like) {
        String name = like.string("name").orElse("");
        return child.objects("spec", list).stream()
                .filter(container -> container.string("name").orElse("").equals(name))
                .findFirst()
                .orElse(JsonObject.EMPTY);
    }

    /** The texts of a declared list. */
    static List<String> texts(List<JsonValue> values) {
        return values.stream().map(value -> ((JsonString) value).value()).toList();
    }

    /** The object with one item more in a list that may be absent. */
    static JsonObject append(JsonObject object, String list, JsonValue item) {
        var items = new ArrayList<>(object.array(list));
        items.add(item);
        return object.with(list, new JsonArray(items));
    }

    /**
     * The list with further items where the child has them; those that were there keep their order,
     * so that a change of it is still a change.
     */
    static JsonObject placed(
            JsonObject object,
            String list,
            String key,
            List<JsonValue> further,
            List<JsonValue> live) {
        if (further.isEmpty()) {
            return object;
        }
        var waiting = new LinkedHashMap<String, JsonValue>();
        further.forEach(item -> waiting.put(key(item, key), item));
        var own = new ArrayList<>(object.array(list));
        own.forEach(item -> waiting.remove(key(item, key)));
        var placed = new ArrayList<JsonValue>();
        for (JsonValue there : live) {
            JsonValue injected = waiting.remove(key(there, key));
            if (injected != null) {
                placed.add(injected);
            } else if (!own.isEmpty()) {
                placed.add(own.removeFirst());
            }
        }
        placed.addAll(own);
        placed.addAll(waiting.values());
        return object.with(list, new JsonArray(placed));
    }

    private static String key(JsonValue item, String key) {
        return item instanceof JsonObject object ? object.string(key).orElse("") : "";
    }
}
