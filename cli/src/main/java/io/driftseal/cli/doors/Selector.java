package io.driftseal.cli.doors;

import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.util.List;
import java.util.Map;

/** A label selector of the API; an empty one selects everything. */
record Selector(JsonObject selector) {

    boolean isEmpty() {
        return selector.object("matchLabels").isEmpty()
                && selector.array("matchExpressions").isEmpty();
    }

    boolean selects(Map<String, String> labels) {
        boolean equal =
                selector.object("matchLabels").members().entrySet().stream()
                        .allMatch(entry ->
                                entry.getValue() instanceof JsonString text
                                        && text.value().equals(labels.get(entry.getKey())));
        return equal
                && selector.objects("matchExpressions").stream()
                        .allMatch(requirement -> holds(requirement, labels));
    }

    /** An operator that is not known selects nothing: better a door too few than one too many. */
    private static boolean holds(JsonObject requirement, Map<String, String> labels) {
        String key = requirement.string("key").orElse("");
        String label = labels.get(key);
        List<String> values = requirement.array("values").stream().map(Selector::text).toList();
        return switch (requirement.string("operator").orElse("")) {
            case "In" -> label != null && values.contains(label);
            case "NotIn" -> label == null || !values.contains(label);
            case "Exists" -> label != null;
            case "DoesNotExist" -> label == null;
            default -> false;
        };
    }

    private static String text(JsonValue value) {
        return value instanceof JsonString text ? text.value() : "";
    }
}
