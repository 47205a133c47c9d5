package io.driftseal.decision;

import io.driftseal.workload.json.JsonObject;
import java.time.Instant;
import java.util.Objects;

/** The question of {@link EntryPoint#GRANT}. */
public record GrantInput(
        RequestedGrant grant, NamespaceFacts namespace, AccessTarget target, Requester requester) {
    public GrantInput {
        Objects.requireNonNull(grant, "grant");
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(requester, "requester");
    }

    /**
     * The input document, schema {@code driftseal.grant/v1}.
     *
     * @param time of the decision, its only clock
     */
    public JsonObject document(Instant time) {
        return InputDocuments.of(this, time);
    }
}
