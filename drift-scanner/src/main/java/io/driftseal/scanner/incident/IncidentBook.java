package io.driftseal.scanner.incident;

import io.driftseal.evidence.WorkloadReference;
import io.driftseal.scanner.judge.Judgement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Decides which incident new reasons belong to: one per workload and window. */
public final class IncidentBook {

    private final Duration window;
    private final Supplier<String> incidentIds;

    /**
     * @param window after its opening an incident takes further reasons for this long
     * @param incidentIds makes fresh ids, {@code inc-<uuidv7>}
     */
    public IncidentBook(Duration window, Supplier<String> incidentIds) {
        this.window = window;
        this.incidentIds = incidentIds;
    }

    /**
     * The change to make; empty where policy wants no incident or every reason is known.
     *
     * @param open the workload's open incidents
     * @param entries all reasons of this look
     */
    public Optional<IncidentChange> change(
            WorkloadReference workload,
            List<Incident> open,
            List<IncidentEntry> entries,
            Judgement judgement,
            Provenance provenance) {
        if (!judgement.incident()) {
            return Optional.empty();
        }
        Set<String> known = new HashSet<>();
        open.forEach(i -> i.entries().forEach(e -> known.add(e.findingId())));
        List<IncidentEntry> fresh =
                entries.stream().filter(e -> !known.contains(e.findingId())).toList();
        if (fresh.isEmpty()) {
            return Optional.empty();
        }
        Instant time = fresh.getFirst().time();
        Optional<Incident> taking =
                open.stream()
                        .filter(i -> time.isBefore(i.openedAt().plus(window)))
                        .filter(i -> i.entries().size() < Incident.MAXIMUM_ENTRIES)
                        .findFirst();
        return Optional.of(
                new IncidentChange(
                        taking.map(Incident::incidentId).orElseGet(incidentIds),
                        taking.isEmpty(),
                        workload,
                        judgement.severity(),
                        judgement.channels(),
                        fresh,
                        provenance,
                        time));
    }
}
