package io.driftseal.scanner.adoption;

import io.driftseal.evidence.WorkloadReference;
import io.driftseal.workload.CanonicalForm;
import io.driftseal.workload.WorkloadKind;

/**
 * A workload that may be adopted.
 *
 * @param form as this process sees it
 * @param hash of the form
 */
public record Candidate(
        WorkloadKind kind, WorkloadReference reference, CanonicalForm form, String hash) {}
