package io.driftseal.scanner.observe;

import io.driftseal.evidence.WorkloadReference;
import io.driftseal.workload.UnsupportedWorkloadException;
import io.driftseal.workload.Workload;
import io.driftseal.workload.WorkloadKind;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonWriter;
import io.driftseal.workload.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One live workload as small as it can be held: the object's text without status and managed
 * fields, which no check reads, at one byte a character instead of a tree of objects.
 *
 * @param kind its kind
 * @param reference who it is
 * @param resourceVersion version of the state held here
 * @param document JSON text of the object
 */
public record WorkloadSnapshot(
        WorkloadKind kind, WorkloadReference reference, String resourceVersion, String document) {

    /**
     * The snapshot of an object as it was read; empty without its kind's shape, a uid or a name.
     */
    public static Optional<WorkloadSnapshot> of(WorkloadKind kind, JsonObject object) {
        JsonObject metadata = object.object("metadata").without("managedFields");
        JsonObject small = object.without("status").with("metadata", metadata);
        Workload workload;
        try {
            workload = Workload.of(kind, small);
        } catch (UnsupportedWorkloadException e) {
            return Optional.empty();
        }
        if (workload.uid().isEmpty() || workload.name().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new WorkloadSnapshot(
                        kind,
                        new WorkloadReference(
                                kind.kindName().text(),
                                workload.namespace(),
                                workload.name().get(),
                                workload.uid().get()),
                        workload.resourceVersion().orElse(""),
                        JsonWriter.writeString(small)));
    }

    /** The workload, read again from the text. */
    public Workload workload() {
        try {
            return Workload.of(
                    kind,
                    JsonReader.readObject(
                            document.getBytes(StandardCharsets.UTF_8),
                            JsonLimits.kubernetesObject()));
        } catch (MalformedJsonException | UnsupportedWorkloadException e) {
            throw new IllegalStateException("a snapshot holds what was read as a workload", e);
        }
    }

    public WorkKey key() {
        return new WorkKey(kind.kindName().text(), reference.uid());
    }
}
