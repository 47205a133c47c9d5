package io.driftseal.scanner.incident;

import io.driftseal.decision.Severity;
import io.driftseal.evidence.ResponseOutcome;
import io.driftseal.evidence.WorkloadReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The findings of one workload within a window, and what was done about them.
 *
 * @param incidentId {@code inc-<uuidv7>}; also the PagerDuty dedup key
 * @param workload whom it is about
 * @param severity the highest of its entries
 * @param state open or resolved
 * @param openedAt time of the first entry
 * @param updatedAt time of the last change
 * @param provenance who asked for what is running
 * @param channels where policy wants it told, for example {@code slack}, {@code pagerduty}
 * @param entries the reasons, oldest first, at least one and at most {@link #MAXIMUM_ENTRIES}
 * @param responses what the responder reported, oldest first, at most {@link #MAXIMUM_ENTRIES}
 */
public record Incident(
        String incidentId,
        WorkloadReference workload,
        Severity severity,
        IncidentState state,
        Instant openedAt,
        Instant updatedAt,
        Provenance provenance,
        List<String> channels,
        List<IncidentEntry> entries,
        List<ResponseOutcome> responses) {

    /** Further entries are kept as findings in evidence, and the incident stays readable. */
    public static final int MAXIMUM_ENTRIES = 64;

    public Incident {
        channels = List.copyOf(channels);
        entries = List.copyOf(entries);
        responses = List.copyOf(responses);
        if (!incidentId.startsWith("inc-")) {
            throw new IllegalArgumentException("an incident id starts with inc-: " + incidentId);
        }
        if (entries.isEmpty() || entries.size() > MAXIMUM_ENTRIES) {
            throw new IllegalArgumentException(
                    "an incident has 1 to " + MAXIMUM_ENTRIES + " entries: " + entries.size());
        }
        if (responses.size() > MAXIMUM_ENTRIES) {
            throw new IllegalArgumentException(
                    "an incident has at most " + MAXIMUM_ENTRIES + " responses");
        }
    }

    public boolean isOpen() {
        return state instanceof IncidentState.Open;
    }

    /** The same incident, over. */
    public Incident resolved(Instant at, String because) {
        return new Incident(
                incidentId,
                workload,
                severity,
                new IncidentState.Resolved(at, because),
                openedAt,
                at,
                provenance,
                channels,
                entries,
                responses);
    }

    /**
     * The same incident where a reason now says more than it did: only a message that begins with
     * the old one replaces it, so that nothing once said is taken back.
     *
     * @param messages by finding id
     */
    public Incident saying(Map<String, String> messages) {
        List<IncidentEntry> reworded =
                entries.stream()
                        .map(e -> e.saying(messages.getOrDefault(e.findingId(), e.message())))
                        .toList();
        return reworded.equals(entries)
                ? this
                : new Incident(
                        incidentId,
                        workload,
                        severity,
                        state,
                        openedAt,
                        updatedAt,
                        provenance,
                        channels,
                        reworded,
                        responses);
    }

    /** The same incident with one more line about the response; a known outcome changes nothing. */
    public Incident with(ResponseOutcome outcome) {
        boolean known = responses.stream().anyMatch(o -> o.outcomeId().equals(outcome.outcomeId()));
        if (known || responses.size() == MAXIMUM_ENTRIES) {
            return this;
        }
        List<ResponseOutcome> more = new ArrayList<>(responses);
        more.add(outcome);
        return new Incident(
                incidentId,
                workload,
                severity,
                state,
                openedAt,
                outcome.time(),
                provenance,
                channels,
                entries,
                more);
    }
}
