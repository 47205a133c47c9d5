package io.driftseal.decision;

import io.driftseal.workload.json.JsonObject;
import java.time.Instant;
import java.util.Objects;

/**
 * The question of {@link EntryPoint#ADMISSION}.
 *
 * @param approval what is known of an approval from outside
 */
public record AdmissionInput(
        Operation operation,
        Origin origin,
        NamespaceFacts namespace,
        Requester requester,
        ApprovalFacts approval,
        AdmittedWorkload workload) {
    public AdmissionInput {
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(requester, "requester");
        Objects.requireNonNull(approval, "approval");
        Objects.requireNonNull(workload, "workload");
    }

    /**
     * The input document, schema {@code driftseal.admission/v1}, secrets replaced by digests.
     *
     * @param time of the decision, its only clock
     */
    public JsonObject document(Instant time) {
        return InputDocuments.of(this, time);
    }
}
