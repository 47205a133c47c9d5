package io.driftseal.decision;

import io.driftseal.workload.json.JsonObject;
import java.time.Instant;
import java.util.Objects;

/**
 * The question of {@link EntryPoint#RESPONSE}.
 *
 * @param ownerKind kind of the controller owner at the top ({@code Deployment}, {@code
 *     StatefulSet}, ...), empty for a bare pod
 * @param runtimePolicy name of the stamped runtime policy, empty if unstamped or not trusted
 */
public record ResponseInput(
        IncidentFacts incident,
        Subject workload,
        String ownerKind,
        String runtimePolicy,
        NamespaceFacts namespace) {
    public ResponseInput {
        Objects.requireNonNull(incident, "incident");
        Objects.requireNonNull(workload, "workload");
        Objects.requireNonNull(ownerKind, "ownerKind");
        Objects.requireNonNull(runtimePolicy, "runtimePolicy");
        Objects.requireNonNull(namespace, "namespace");
    }

    /**
     * The input document, schema {@code driftseal.response/v1}.
     *
     * @param time of the decision, its only clock
     */
    public JsonObject document(Instant time) {
        return InputDocuments.of(this, time);
    }
}
