package io.driftseal.decision.settings;

import io.driftseal.workload.json.JsonObject;

/** Workloads of one kind by name. */
public record WorkloadPattern(String kind, TextPattern name) {

    JsonObject document() {
        return JsonObject.builder().put("kind", kind).put("name", name.document()).build();
    }
}
