package io.driftseal.scanner.judge;

import java.util.List;
import java.util.Optional;

/** The current verdict of each live workload, one row per uid. */
public interface VerdictStore {

    /** Keeps the verdict, replacing the workload's earlier one. */
    void save(Verdict verdict);

    /** The verdict of this workload. */
    Optional<Verdict> of(String workloadUid);

    /** All verdicts, of one namespace if given, ordered by namespace, kind, name. */
    List<Verdict> list(Optional<String> namespace);

    /** Removes the verdict of a workload that is gone; unknown uids are ignored. */
    void remove(String workloadUid);
}
