package io.driftseal.workload;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.JsonWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A redacted value in a few words. Of an added container an alert must say the image and that it is
 * privileged, not that it is a JSON object: fields that decide what an intruder gains come first.
 */
final class ValueSummary {

    private static final int LONGEST_SCALAR = 160;
    private static final int MOST_FIELDS = 8;

    /**
     * What an intruder gains by it, most first; everything else follows in the order of the form.
     */
    private static final List<String> NOTABLE =
            List.of(
                    "image",
                    "reference",
                    "privileged",
                    "hostPID",
                    "hostNetwork",
                    "hostIPC",
                    "hostUsers",
                    "allowPrivilegeEscalation",
                    "runAsUser",
                    "capabilities.add",
                    "procMount",
                    "hostPath.path",
                    "secretName",
                    "serviceAccountToken.audience",
                    "serviceAccountToken.path",
                    "mountPath",
                    "mountPropagation",
                    "devicePath",
                    "hostPort",
                    "command",
                    "args");

    private ValueSummary() {}

    static String of(JsonValue value) {
        return of(value, List.of());
    }

    /** Without the members that the path names the item by. */
    static String of(JsonValue value, List<String> keys) {
        return switch (value) {
            case JsonString text ->
                    text.value().isEmpty() ? "\"\"" : DisplayText.of(text.value(), LONGEST_SCALAR);
            case JsonObject object -> fields(withoutKeys(object, keys));
            case JsonArray array -> fields(array);
            default -> JsonWriter.writeString(value);
        };
    }

    private static JsonObject withoutKeys(JsonObject object, List<String> keys) {
        JsonObject rest = object;
        for (String key : keys) {
            rest = rest.without(key);
        }
        return rest.isEmpty() ? object : rest;
    }

    private static String fields(JsonValue value) {
        var leaves = new ArrayList<Leaf>();
        collect(FieldPath.ROOT, value, leaves);
        if (leaves.isEmpty()) {
            return value instanceof JsonObject ? "{}" : "[]";
        }
        leaves.sort(Comparator.comparingInt(Leaf::rank));
        var words = new ArrayList<String>();
        for (Leaf leaf : leaves.subList(0, Math.min(MOST_FIELDS, leaves.size()))) {
            words.add(leaf.words());
        }
        if (leaves.size() > MOST_FIELDS) {
            words.add("and " + (leaves.size() - MOST_FIELDS) + " more fields");
        }
        return String.join(", ", words);
    }

    private static void collect(FieldPath path, JsonValue value, List<Leaf> leaves) {
        switch (value) {
            case JsonObject object when !object.isEmpty() ->
                    object.members()
                            .forEach((name, child) -> collect(path.member(name), child, leaves));
            case JsonArray array when isNested(array) -> {
                for (int i = 0; i < array.items().size(); i++) {
                    collect(path.item(i), array.items().get(i), leaves);
                }
            }
            default -> leaves.add(new Leaf(path.text(), value));
        }
    }

    private static boolean isNested(JsonArray array) {
        return array.items().stream()
                .anyMatch(item -> item instanceof JsonObject || item instanceof JsonArray);
    }

    private record Leaf(String path, JsonValue value) {

        int rank() {
            for (int i = 0; i < NOTABLE.size(); i++) {
                String name = NOTABLE.get(i);
                if (path.equals(name) || path.endsWith("." + name)) {
                    return i;
                }
            }
            return NOTABLE.size();
        }

        String words() {
            String shown =
                    value instanceof JsonString
                            ? of(value, List.of())
                            : DisplayText.of(JsonWriter.writeString(value), LONGEST_SCALAR);
            return path.isEmpty() ? shown : path + " " + shown;
        }
    }
}
