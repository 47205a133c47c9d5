package io.driftseal.workload;

import io.driftseal.workload.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * Makes an object as a mutating webhook sees it and the same object as it is stored one: what the
 * API server writes in between ({@code PrepareForCreate}) is done to a pod, and undone to a Job,
 * whose labels hold a uid that no webhook can know.
 */
final class Preparation {

    private static final List<String> NAME_LABELS =
            List.of("job-name", "batch.kubernetes.io/job-name");
    private static final List<String> UID_LABELS =
            List.of("controller-uid", "batch.kubernetes.io/controller-uid");

    private Preparation() {}

    static JsonObject of(Workload workload) {
        return switch (workload.kind()) {
            case BuiltInKind kind ->
                    switch (kind) {
                        case POD -> PodPreparation.of(workload.tree());
                        case JOB -> job(workload);
                        case REPLICA_SET,
                                DEPLOYMENT,
                                STATEFUL_SET,
                                DAEMON_SET,
                                REPLICATION_CONTROLLER,
                                CRON_JOB ->
                                workload.tree();
                    };
            case CustomKind custom -> workload.tree();
        };
    }

    /**
     * Takes away the labels and the selector that the API server generates, where they hold exactly
     * the Job's own name and uid; any other value stays and is hashed.
     */
    private static JsonObject job(Workload job) {
        JsonObject spec = job.tree().object("spec");
        if (spec.bool("manualSelector").orElse(false)) {
            return job.tree();
        }
        JsonObject template = spec.object("template");
        JsonObject metadata = template.object("metadata");
        JsonObject labels = withoutGenerated(job, metadata.object("labels"));
        JsonObject matchLabels =
                withoutGenerated(job, spec.object("selector").object("matchLabels"));
        JsonObject prepared =
                spec.with(
                        "template",
                        template.with("metadata", replaced(metadata, "labels", labels)));
        if (spec.has("selector")) {
            prepared =
                    prepared.with(
                            "selector",
                            replaced(spec.object("selector"), "matchLabels", matchLabels));
        }
        return job.tree().with("spec", prepared);
    }

    private static JsonObject replaced(JsonObject parent, String name, JsonObject value) {
        return value.isEmpty() ? parent.without(name) : parent.with(name, value);
    }

    private static JsonObject withoutGenerated(Workload job, JsonObject labels) {
        JsonObject rest = labels;
        Map<List<String>, String> generated =
                Map.of(
                        NAME_LABELS, job.name().orElse(""),
                        UID_LABELS, job.uid().orElse(""));
        for (var own : generated.entrySet()) {
            for (String label : own.getKey()) {
                if (!own.getValue().isEmpty()
                        && labels.string(label).orElse("").equals(own.getValue())) {
                    rest = rest.without(label);
                }
            }
        }
        return rest;
    }
}
