package io.driftseal.scanner.incident;

import java.time.Instant;
import java.util.Optional;

/** Workloads about which something was lost on the way, so that nobody may call them clean. */
public interface Gaps {

    /** Marks the workload; a later mark replaces an earlier one. */
    void mark(String workloadUid, String cause, Instant time);

    /** Why the workload is marked. */
    Optional<String> of(String workloadUid);

    /** Removes the mark; unknown uids are ignored. */
    void clear(String workloadUid);
}
