package io.driftseal.scanner.incident;

import io.driftseal.evidence.ResponsePlan;

/**
 * Something to be told outside, written in the same commit as what it tells. Delivery is retried
 * until the receiver has it or refuses it for good.
 */
public sealed interface OutboxMessage {

    /** Deterministic: enqueueing a known id changes nothing. */
    String messageId();

    /**
     * An incident for one channel, as it was when the message was written.
     *
     * @param messageId deterministic
     * @param channel as policy named it: {@code slack}, {@code pagerduty}
     * @param change what happened to the incident
     * @param incident its state
     */
    record IncidentNotice(String messageId, String channel, Change change, Incident incident)
            implements OutboxMessage {}

    /**
     * A plan for the responder.
     *
     * @param messageId deterministic
     * @param plan what to do
     */
    record PlanDispatch(String messageId, ResponsePlan plan) implements OutboxMessage {}

    /** What happened to an incident. */
    enum Change {
        OPENED,
        UPDATED,
        RESOLVED
    }
}
