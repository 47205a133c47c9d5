package io.driftseal.scanner.store;

import io.driftseal.scanner.incident.Incident;
import io.driftseal.scanner.incident.IncidentStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Incidents. Resolved ones beyond the limit go, oldest first, and are counted. */
record SqliteIncidentStore(Statements statements, RetentionLimits limits, StoreCounters counters)
        implements IncidentStore {

    @Override
    public void save(Incident incident) {
        boolean wasOpen =
                statements.number(
                                "SELECT COUNT(*) FROM incident WHERE incident_id = ? AND state ="
                                        + " 'resolved'",
                                incident.incidentId())
                        == 0;
        statements.change(
                "INSERT OR REPLACE INTO incident (incident_id, workload_uid, state, opened_at,"
                        + " updated_at, body) VALUES (?, ?, ?, ?, ?, ?)",
                incident.incidentId(),
                incident.workload().uid(),
                incident.state().wire(),
                EpochNanos.of(incident.openedAt()),
                EpochNanos.of(incident.updatedAt()),
                IncidentJson.write(incident));
        if (!incident.isOpen() && wasOpen) {
            statements.change(
                    "INSERT INTO incident_episode (workload_uid, resolved) VALUES (?, 1) ON"
                            + " CONFLICT (workload_uid) DO UPDATE SET resolved = resolved + 1",
                    incident.workload().uid());
            forgetOldest();
        }
    }

    private void forgetOldest() {
        int forgotten =
                statements.change(
                        "DELETE FROM incident WHERE incident_id IN (SELECT incident_id FROM"
                                + " incident WHERE state = 'resolved' ORDER BY opened_at DESC,"
                                + " incident_id LIMIT -1 OFFSET ?)",
                        limits.resolvedIncidents());
        counters.forgotten("incident", forgotten);
    }

    @Override
    public Optional<Incident> find(String incidentId) {
        return statements.first(
                "SELECT body FROM incident WHERE incident_id = ?",
                SqliteIncidentStore::incident,
                incidentId);
    }

    @Override
    public List<Incident> openOf(String workloadUid) {
        return statements.list(
                "SELECT body FROM incident WHERE workload_uid = ? AND state = 'open' ORDER BY"
                        + " opened_at, incident_id",
                SqliteIncidentStore::incident,
                workloadUid);
    }

    @Override
    public List<String> workloadsWithOpenIncidents() {
        return statements.list(
                "SELECT DISTINCT workload_uid FROM incident WHERE state = 'open'",
                row -> row.getString(1));
    }

    @Override
    public int resolvedCount(String workloadUid) {
        return (int)
                statements.number(
                        "SELECT resolved FROM incident_episode WHERE workload_uid = ?",
                        workloadUid);
    }

    @Override
    public List<Incident> list(boolean openOnly, int limit) {
        return statements.list(
                "SELECT body FROM incident WHERE state IN ('open', ?) ORDER BY opened_at DESC,"
                        + " incident_id DESC LIMIT ?",
                SqliteIncidentStore::incident,
                openOnly ? "open" : "resolved",
                limit);
    }

    @Override
    public int openCount() {
        return (int) statements.number("SELECT COUNT(*) FROM incident WHERE state = 'open'");
    }

    private static Incident incident(ResultSet row) throws SQLException {
        return IncidentJson.read(row.getString(1));
    }
}
