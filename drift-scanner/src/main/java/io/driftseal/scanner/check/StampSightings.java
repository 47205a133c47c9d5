package io.driftseal.scanner.check;

import java.time.Instant;
import java.util.Optional;

/** The verified stamp each live workload was first seen with: a later one that differs was edited. */
public interface StampSightings {

    /** What was first seen on this workload. */
    Optional<Sighting> of(String workloadUid);

    /** Keeps the sighting, replacing an earlier one of the same uid. */
    void keep(Sighting sighting);

    /** Forgets a workload that is gone; unknown uids are ignored. */
    void forget(String workloadUid);

    /**
     * @param workloadUid uid of the live object
     * @param decisionId decision named by its stamp
     * @param stampSha256 hex digest of the annotation as it was
     * @param seenAt when
     */
    record Sighting(String workloadUid, String decisionId, String stampSha256, Instant seenAt) {}
}
