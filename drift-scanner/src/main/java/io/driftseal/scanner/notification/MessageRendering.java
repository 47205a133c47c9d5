package io.driftseal.scanner.notification;

import io.driftseal.evidence.RecordCodec;
import io.driftseal.scanner.incident.OutboxMessage.IncidentNotice;
import io.driftseal.scanner.incident.OutboxMessage.PlanDispatch;
import io.driftseal.scanner.judge.Coverage;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * Messages as they will be sent, rendered when they are written, so that a retry after a restart or
 * an upgrade sends the same bytes.
 *
 * @param configured where this installation can send to; anything else becomes a dead letter
 */
public record MessageRendering(Set<Destination> configured) {

    public MessageRendering {
        configured = Set.copyOf(configured);
    }

    /** An incident for the channel that policy named. */
    public Rendered render(IncidentNotice notice, Coverage coverage) {
        String key = notice.incident().incidentId();
        Optional<Destination> destination = Destination.ofChannel(notice.channel());
        if (destination.isEmpty()) {
            return new Rendered.Undeliverable(
                    "unknown", key, "", "policy named a channel that this version does not know");
        }
        String body =
                switch (destination.get()) {
                    case SLACK -> SlackMessage.of(notice, coverage).json();
                    case PAGERDUTY -> PagerDutyEvent.of(notice, coverage).json();
                    case RESPONDER -> throw new IllegalStateException("no channel of people");
                };
        return ready(destination.get(), key, body);
    }

    /** A plan; plans of one incident are delivered in order. */
    public Rendered render(PlanDispatch dispatch) {
        return ready(
                Destination.RESPONDER,
                dispatch.plan().incidentId(),
                new String(RecordCodec.writeBody(dispatch.plan()), StandardCharsets.UTF_8));
    }

    private Rendered ready(Destination destination, String key, String body) {
        return configured.contains(destination)
                ? new Rendered.Ready(destination, key, body)
                : new Rendered.Undeliverable(
                        destination.wireName(), key, body, "the destination is not configured");
    }
}
