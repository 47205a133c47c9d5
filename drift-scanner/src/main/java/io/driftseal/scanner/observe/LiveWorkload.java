package io.driftseal.scanner.observe;

import io.driftseal.evidence.WorkloadReference;

/** What is held of one live workload: as much as could be read of it. */
public sealed interface LiveWorkload permits WorkloadSnapshot, UnreadableWorkload {

    WorkloadReference reference();

    default WorkKey key() {
        return new WorkKey(reference().kind(), reference().uid());
    }
}
