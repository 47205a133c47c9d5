package io.driftseal.decision;

import io.driftseal.workload.json.JsonObject;
import java.util.Objects;

/** The question of {@link EntryPoint#ACCESS}. */
public record AccessInput(
        AccessSession session, NamespaceFacts namespace, AccessedPod pod, Requester requester) {
    public AccessInput {
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(pod, "pod");
        Objects.requireNonNull(requester, "requester");
    }

    /** The input document, schema {@code driftseal.access/v1}. */
    public JsonObject document() {
        return InputDocuments.of(this);
    }
}
