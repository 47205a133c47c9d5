package io.driftseal.decision;

import io.driftseal.workload.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The object under review as raw trees. Secrets are replaced by digests when the input document is
 * made, so callers pass the trees as they came.
 *
 * @param kind kind, for example {@code Deployment}, or {@code Kind.group} of a custom one
 * @param name name, or {@code generateName} where the API server has not named it yet
 * @param podSpecPath from the root of the object to its pod spec
 * @param object the object after the operation
 * @param previous the object before it; empty at creation
 */
public record AdmittedWorkload(
        String kind,
        String name,
        List<String> podSpecPath,
        JsonObject object,
        Optional<JsonObject> previous) {
    public AdmittedWorkload {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        podSpecPath = List.copyOf(podSpecPath);
        Objects.requireNonNull(object, "object");
        Objects.requireNonNull(previous, "previous");
    }
}
