package io.driftseal.scanner.check;

import io.driftseal.evidence.BaselineRecord;
import java.util.List;
import java.util.Optional;

/** What live workloads were when they were adopted, one baseline per uid; records of evidence. */
public interface Baselines {

    /** The newest baseline of this workload. */
    Optional<BaselineRecord> of(String workloadUid);

    /** Makes a record that is in evidence the workload's baseline, in place of an earlier one. */
    void keep(BaselineRecord record);

    /** Forgets a workload that is gone; unknown uids are ignored. */
    void forget(String workloadUid);

    /** The uids of all baselines, to forget those that are gone after a restart. */
    List<String> workloads();
}
