package io.driftseal.scanner.check;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The verified stamp each live workload was first seen with: a later one that differs was edited.
 */
public interface StampSightings {

    /** What was first seen on this workload. */
    Optional<Sighting> of(String workloadUid);

    /** All sightings of stamps that carry this decision id, earliest first. */
    List<Sighting> withDecision(String decisionId);

    /** The uids of all sightings, to forget those that are gone after a restart. */
    List<String> workloads();

    /** Keeps the sighting, replacing an earlier one of the same uid. */
    void keep(Sighting sighting);

    /** Forgets a workload that is gone; unknown uids are ignored. */
    void forget(String workloadUid);

    /**
     * @param workloadUid uid of the live object
     * @param decisionId decision named by its stamp
     * @param stampSha256 hex digest of the annotation as it was
     * @param issuedAt when the stamp says it was issued
     * @param seenAt when the scanner first saw it there
     */
    record Sighting(
            String workloadUid,
            String decisionId,
            String stampSha256,
            Instant issuedAt,
            Instant seenAt) {}
}
