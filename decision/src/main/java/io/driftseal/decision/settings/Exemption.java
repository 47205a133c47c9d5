package io.driftseal.decision.settings;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One rule does not apply to some workloads of some namespaces until a day.
 *
 * @param id unique name of the exemption, shown wherever it is used
 * @param rule code of the rule
 * @param workloads empty only where the file says {@code everyWorkload}
 * @param containers names; empty for a whole workload
 * @param images patterns that every container concerned must have; empty for any
 */
public record Exemption(
        String id,
        String rule,
        NamespaceScope namespaces,
        List<WorkloadPattern> workloads,
        List<String> containers,
        List<TextPattern> images,
        Responsibility responsibility,
        Instant expires) {

    public Exemption {
        workloads = List.copyOf(workloads);
        containers = List.copyOf(containers);
        images = List.copyOf(images);
    }

    JsonObject document() {
        List<JsonValue> workloadPatterns = new ArrayList<>();
        workloads.forEach(pattern -> workloadPatterns.add(pattern.document()));
        List<JsonValue> imagePatterns = new ArrayList<>();
        images.forEach(pattern -> imagePatterns.add(pattern.document()));
        return JsonObject.builder()
                .put("id", id)
                .put("rule", rule)
                .put("everyNamespace", namespaces.every())
                .put("namespaces", JsonArray.ofStrings(namespaces.names()))
                .put("everyWorkload", workloads.isEmpty())
                .put("workloads", new JsonArray(workloadPatterns))
                .put("containers", JsonArray.ofStrings(containers))
                .put("images", new JsonArray(imagePatterns))
                .put("owner", responsibility.owner())
                .put("reason", responsibility.reason())
                .put("expires", expires.toString())
                .build();
    }
}
