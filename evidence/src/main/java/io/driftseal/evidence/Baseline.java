package io.driftseal.evidence;

import java.time.Instant;

/**
 * What one workload was when it was adopted: observed by who signs it, approved by nobody.
 *
 * @param baselineId {@code bas-} and a UUID
 * @param workload with name and uid: a baseline is about one object, never about its successor
 * @param formVersion of the canonical form that was hashed
 * @param configurationHash 64 hex characters
 * @param time when the signer read the object
 */
public record Baseline(
        String baselineId,
        WorkloadReference workload,
        int formVersion,
        String configurationHash,
        Instant time) {

    public Baseline {
        Bounds.id("baselineId", "bas", baselineId);
        Bounds.required("workload.name", workload.name(), 253);
        Bounds.required("workload.uid", workload.uid(), 64);
        if (formVersion < 1) {
            throw new IllegalArgumentException("formVersion must be positive");
        }
        Bounds.digest("configurationHash", configurationHash);
    }
}
