package io.driftseal.decision;

import io.driftseal.workload.json.JsonObject;
import java.util.Objects;

/**
 * The question of {@link EntryPoint#ADMISSION}.
 *
 * @param approver verified external approver, empty if there is none; never the requester
 */
public record AdmissionInput(
        Operation operation,
        Origin origin,
        NamespaceFacts namespace,
        Requester requester,
        String approver,
        AdmittedWorkload workload) {
    public AdmissionInput {
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(requester, "requester");
        Objects.requireNonNull(approver, "approver");
        Objects.requireNonNull(workload, "workload");
    }

    /** The input document, schema {@code driftseal.admission/v1}, secrets replaced by digests. */
    public JsonObject document() {
        return InputDocuments.of(this);
    }
}
