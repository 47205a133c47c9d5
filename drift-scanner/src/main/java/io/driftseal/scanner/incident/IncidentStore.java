package io.driftseal.scanner.incident;

import java.util.List;
import java.util.Optional;

/** Incidents, open and resolved. */
public interface IncidentStore {

    /** Keeps the incident, replacing its earlier state. */
    void save(Incident incident);

    Optional<Incident> find(String incidentId);

    /** The open incidents of this workload, oldest first. */
    List<Incident> openOf(String workloadUid);

    /** The uids of all workloads with an open incident. */
    List<String> workloadsWithOpenIncidents();

    /**
     * How many incidents of this workload were resolved: the next deviation starts a new episode.
     */
    int resolvedCount(String workloadUid);

    /** Newest first; {@code openOnly} leaves out the resolved ones; at most {@code limit}. */
    List<Incident> list(boolean openOnly, int limit);

    /** How many are open. */
    int openCount();
}
