package io.driftseal.testsupport.receiver;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * An event that PagerDuty would have accepted.
 *
 * @param effect what it did to the alert of its key
 * @param event the whole body but the routing key, which is a secret
 */
public record ReceivedPagerDutyEvent(
        Instant time, String action, String dedupKey, Effect effect, JsonNode event) {

    /** What PagerDuty does with an accepted event. */
    public enum Effect {
        /** A new alert, somebody is woken. */
        OPENED,
        /** A log entry on the open alert, nobody is woken again. */
        LOGGED,
        /** The open alert is acknowledged. */
        ACKNOWLEDGED,
        /** The open alert is resolved. */
        RESOLVED,
        /** Acknowledge or resolve with no open alert: accepted, and without effect. */
        DROPPED
    }

    public String summary() {
        return JsonShape.text(event.path("payload"), "summary");
    }

    public String severity() {
        return JsonShape.text(event.path("payload"), "severity");
    }

    /** Indented JSON, as for a golden file. */
    public String readable() {
        return event.toPrettyString() + "\n";
    }
}
