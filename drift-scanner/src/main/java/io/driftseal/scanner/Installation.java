package io.driftseal.scanner;

import io.driftseal.scanner.incident.ScannerStore;
import io.driftseal.scanner.incident.Transaction;
import io.driftseal.scanner.observe.Observatory;
import io.driftseal.scanner.observe.WorkKey;
import io.driftseal.scanner.observe.WorkloadSnapshot;
import io.driftseal.stamp.StampAnnotations;
import java.time.Instant;
import java.util.Optional;

/**
 * What was there, unstamped, when the scanner first looked at this cluster: unknown, not drifted.
 * Kept by uid, because a creation time is a claim that anyone with write access to etcd can make.
 */
final class Installation {

    private static final String DONE = "installed-at";
    private static final String PRESENT = "present-at-installation/";

    private Installation() {}

    /** Records the inventory once, after everything was listed; later calls change nothing. */
    static void record(ScannerStore store, Observatory observatory, Instant now) {
        boolean done = store.read(t -> t.firstSights().of(DONE).isPresent());
        if (done) {
            return;
        }
        store.write(transaction -> {
            for (WorkKey key : observatory.workloadKeys()) {
                Optional<WorkloadSnapshot> snapshot = observatory.workload(key);
                if (snapshot.isPresent()
                        && StampAnnotations.own(snapshot.get().workload()).isEmpty()) {
                    transaction.firstSights().keepFirst(PRESENT + key.identity(), now.toString());
                }
            }
            return transaction.firstSights().keepFirst(DONE, now.toString());
        });
    }

    /** When it was recorded. */
    static Optional<Instant> time(Transaction remembered) {
        return remembered.firstSights().of(DONE).map(Instant::parse);
    }

    static boolean wasPresent(Transaction remembered, String uid) {
        return remembered.firstSights().of(PRESENT + uid).isPresent();
    }
}
