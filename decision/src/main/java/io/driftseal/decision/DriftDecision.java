package io.driftseal.decision;

import java.util.List;

/** Answer to a {@link DriftInput}. */
public sealed interface DriftDecision {

    DecisionReference reference();

    /**
     * The findings are judged.
     *
     * @param severity the worst of all findings
     * @param incident whether they make an incident, or are evidence only
     * @param channels channels that must hear of it
     */
    record Judged(
            DecisionReference reference,
            Severity severity,
            boolean incident,
            List<NotificationChannel> channels)
            implements DriftDecision {
        public Judged {
            channels = List.copyOf(channels);
        }
    }

    /** Policy gave no answer that may be acted on. */
    record Undecided(DecisionReference reference, Cause cause, String detail)
            implements DriftDecision {}
}
