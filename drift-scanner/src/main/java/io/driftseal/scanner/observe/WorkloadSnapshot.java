package io.driftseal.scanner.observe;

import io.driftseal.evidence.WorkloadReference;
import io.driftseal.kubernetes.UnreadableObject;
import io.driftseal.scanner.observe.UnreadableWorkload.Reason;
import io.driftseal.workload.UnsupportedWorkloadException;
import io.driftseal.workload.Workload;
import io.driftseal.workload.WorkloadKind;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonWriter;
import io.driftseal.workload.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;

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
        WorkloadKind kind, WorkloadReference reference, String resourceVersion, String document)
        implements LiveWorkload {

    private static final JsonLimits LIMITS = JsonLimits.kubernetesObject();
    private static final String TOO_LARGE =
            "it is larger than "
                    + LIMITS.maximumBytes()
                    + " bytes, "
                    + LIMITS.maximumDepth()
                    + " levels or "
                    + LIMITS.maximumNodes()
                    + " values without its status";

    /** What can be held of an object as it was read: a snapshot, or that there can be none. */
    public static LiveWorkload of(WorkloadKind kind, JsonObject object) {
        JsonObject metadata = object.object("metadata").without("managedFields");
        JsonObject small = object.without("status").with("metadata", metadata);
        UnreadableObject named = UnreadableObject.of(object, "");
        if (!UnreadableWorkload.identified(named)) {
            return UnreadableWorkload.of(kind, named, Reason.IDENTITY, "");
        }
        Workload workload;
        try {
            workload = Workload.of(kind, small);
        } catch (UnsupportedWorkloadException e) {
            return UnreadableWorkload.of(kind, named, Reason.SHAPE, message(e));
        }
        String document = JsonWriter.writeString(small);
        // What is held now is read again for every look.
        if (!LIMITS.hold(small, document)) {
            return UnreadableWorkload.of(kind, named, Reason.SIZE, TOO_LARGE);
        }
        return new WorkloadSnapshot(
                kind,
                new WorkloadReference(
                        kind.kindName().text(), workload.namespace(), named.name(), named.uid()),
                workload.resourceVersion().orElse(""),
                document);
    }

    private static String message(UnsupportedWorkloadException e) {
        return String.valueOf(e.getMessage());
    }

    /** The workload, read again from the text. */
    public Workload workload() {
        try {
            return Workload.of(
                    kind, JsonReader.readObject(document.getBytes(StandardCharsets.UTF_8), LIMITS));
        } catch (MalformedJsonException | UnsupportedWorkloadException e) {
            throw new IllegalStateException("a snapshot holds what was read as a workload", e);
        }
    }
}
