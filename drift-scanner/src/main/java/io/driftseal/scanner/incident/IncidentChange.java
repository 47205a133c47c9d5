package io.driftseal.scanner.incident;

import io.driftseal.decision.Severity;
import io.driftseal.evidence.WorkloadReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * New reasons, and the incident they go to.
 *
 * @param incidentId an open incident's id, or a fresh one
 * @param opens whether the incident is new
 * @param workload whom it is about
 * @param severity as policy judged the new reasons
 * @param channels that must hear of them
 * @param entries the new reasons, at least one
 * @param provenance who asked for what is running
 * @param time when they were found
 */
public record IncidentChange(
        String incidentId,
        boolean opens,
        WorkloadReference workload,
        Severity severity,
        List<String> channels,
        List<IncidentEntry> entries,
        Provenance provenance,
        Instant time) {

    public IncidentChange {
        channels = List.copyOf(channels);
        entries = List.copyOf(entries);
    }

    /** The incident that this change opens. */
    public Incident opened() {
        return new Incident(
                incidentId,
                workload,
                severity,
                new IncidentState.Open(),
                time,
                time,
                provenance,
                channels,
                entries,
                List.of());
    }

    /** The incident with the new reasons; entries past its bound stay findings in evidence. */
    public Incident added(Incident current) {
        List<IncidentEntry> all = new ArrayList<>(current.entries());
        for (IncidentEntry entry : entries) {
            if (all.size() < Incident.MAXIMUM_ENTRIES) {
                all.add(entry);
            }
        }
        Set<String> told = new LinkedHashSet<>(current.channels());
        told.addAll(channels);
        // The words go from worst to least: the smaller ordinal is the worse one.
        Severity worst = severity.compareTo(current.severity()) < 0 ? severity : current.severity();
        return new Incident(
                incidentId,
                workload,
                worst,
                current.state(),
                current.openedAt(),
                time,
                provenance.decisionId().isEmpty() ? current.provenance() : provenance,
                List.copyOf(told),
                all,
                current.responses());
    }
}
