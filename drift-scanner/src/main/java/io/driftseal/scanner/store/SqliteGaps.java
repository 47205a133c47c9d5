package io.driftseal.scanner.store;

import io.driftseal.scanner.incident.Gaps;
import java.time.Instant;
import java.util.Optional;

/**
 * Marks of lost records. Never evicted: dropping a mark would let an unknown workload look clean.
 */
record SqliteGaps(Statements statements) implements Gaps {

    @Override
    public void mark(String workloadUid, String cause, Instant time) {
        statements.change(
                "INSERT INTO gap (workload_uid, cause, time) VALUES (?, ?, ?) ON CONFLICT"
                        + " (workload_uid) DO UPDATE SET cause = excluded.cause, time ="
                        + " excluded.time",
                workloadUid,
                cause,
                EpochNanos.of(time));
    }

    @Override
    public Optional<String> of(String workloadUid) {
        return statements.first(
                "SELECT cause FROM gap WHERE workload_uid = ?",
                row -> row.getString(1),
                workloadUid);
    }

    @Override
    public void clear(String workloadUid) {
        statements.change("DELETE FROM gap WHERE workload_uid = ?", workloadUid);
    }
}
