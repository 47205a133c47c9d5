package io.driftseal.decision;

import io.driftseal.workload.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The question of {@link EntryPoint#DRIFT}: all findings of one workload at once.
 *
 * @param runtimePolicy name of the stamped runtime policy, empty if unstamped or not trusted
 * @param findings at least one
 */
public record DriftInput(
        Subject workload,
        String runtimePolicy,
        NamespaceFacts namespace,
        List<FindingFacts> findings,
        Coverage coverage) {
    public DriftInput {
        Objects.requireNonNull(workload, "workload");
        Objects.requireNonNull(runtimePolicy, "runtimePolicy");
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(coverage, "coverage");
        findings = List.copyOf(findings);
        if (findings.isEmpty()) {
            throw new IllegalArgumentException("a drift decision needs at least one finding");
        }
    }

    /**
     * The input document, schema {@code driftseal.drift/v1}.
     *
     * @param time of the decision, its only clock
     */
    public JsonObject document(Instant time) {
        return InputDocuments.of(this, time);
    }
}
