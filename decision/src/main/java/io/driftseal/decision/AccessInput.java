package io.driftseal.decision;

import io.driftseal.workload.json.JsonObject;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The question of {@link EntryPoint#ACCESS}.
 *
 * @param grant an access grant that holds for this use; empty if there is none
 */
public record AccessInput(
        AccessSession session,
        NamespaceFacts namespace,
        AccessTarget target,
        Requester requester,
        Optional<UsableGrant> grant) {
    public AccessInput {
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(requester, "requester");
        Objects.requireNonNull(grant, "grant");
    }

    /**
     * The input document, schema {@code driftseal.access/v1}.
     *
     * @param time of the decision, its only clock
     */
    public JsonObject document(Instant time) {
        return InputDocuments.of(this, time);
    }
}
