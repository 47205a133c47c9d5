package io.driftseal.scanner.store;

import io.driftseal.scanner.check.StampSightings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** First seen stamps, one row per live workload; bounded by what lives in the cluster. */
record SqliteStampSightings(Statements statements) implements StampSightings {

    private static final String COLUMNS =
            "SELECT workload_uid, decision_id, stamp_sha256, issued_at, seen_at FROM stamp_sighting ";

    @Override
    public Optional<Sighting> of(String workloadUid) {
        return statements.first(
                COLUMNS + "WHERE workload_uid = ?", SqliteStampSightings::sighting, workloadUid);
    }

    @Override
    public List<Sighting> withDecision(String decisionId) {
        return statements.list(
                COLUMNS + "WHERE decision_id = ? ORDER BY seen_at, workload_uid",
                SqliteStampSightings::sighting,
                decisionId);
    }

    @Override
    public List<String> workloads() {
        return statements.list("SELECT workload_uid FROM stamp_sighting", row -> row.getString(1));
    }

    @Override
    public void keep(Sighting sighting) {
        statements.change(
                "INSERT OR REPLACE INTO stamp_sighting (workload_uid, decision_id, stamp_sha256,"
                        + " issued_at, seen_at) VALUES (?, ?, ?, ?, ?)",
                sighting.workloadUid(),
                sighting.decisionId(),
                sighting.stampSha256(),
                EpochNanos.of(sighting.issuedAt()),
                EpochNanos.of(sighting.seenAt()));
    }

    @Override
    public void forget(String workloadUid) {
        statements.change("DELETE FROM stamp_sighting WHERE workload_uid = ?", workloadUid);
    }

    private static Sighting sighting(ResultSet row) throws SQLException {
        return new Sighting(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                EpochNanos.instant(row.getLong(4)),
                EpochNanos.instant(row.getLong(5)));
    }
}
