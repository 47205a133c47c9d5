package io.driftseal.scanner.incident;

import io.driftseal.decision.Severity;
import io.driftseal.scanner.check.ReasonCode;
import java.time.Instant;
import java.util.List;

/**
 * One reason in an incident.
 *
 * @param findingId the finding it stands for
 * @param reason its code
 * @param severity as policy judged it
 * @param message one sentence for people
 * @param difference what changed, one sentence each; empty where no form was compared
 * @param time when it was found
 */
public record IncidentEntry(
        String findingId,
        ReasonCode reason,
        Severity severity,
        String message,
        List<String> difference,
        Instant time) {

    public IncidentEntry {
        difference = List.copyOf(difference);
    }

    IncidentEntry saying(String more) {
        return more.startsWith(message)
                ? new IncidentEntry(findingId, reason, severity, more, difference, time)
                : this;
    }
}
