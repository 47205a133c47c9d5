package io.driftseal.scanner.observe;

import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is kept of a namespace: policy and mode follow from its labels.
 *
 * @param name of the namespace
 * @param labels all of them
 */
public record NamespaceLabels(String name, Map<String, String> labels) {

    public NamespaceLabels {
        labels = Map.copyOf(labels);
    }

    /** Takes them from the object as it was read. */
    public static NamespaceLabels of(JsonObject namespace) {
        Map<String, String> labels = new LinkedHashMap<>();
        namespace
                .object("metadata", "labels")
                .members()
                .forEach((name, value) ->
                        labels.put(name, value instanceof JsonString text ? text.value() : ""));
        return new NamespaceLabels(namespace.string("metadata", "name").orElse(""), labels);
    }
}
