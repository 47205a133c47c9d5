package io.driftseal.scanner.notification;

import java.util.Locale;
import java.util.Optional;

/** Where messages go. The wire name is the channel's name in policy, metrics and the outbox. */
public enum Destination {
    SLACK,
    PAGERDUTY,
    RESPONDER;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The channel that policy named; empty for a name this version does not know. */
    public static Optional<Destination> ofChannel(String channel) {
        return switch (channel) {
            case "slack" -> Optional.of(SLACK);
            case "pagerduty" -> Optional.of(PAGERDUTY);
            default -> Optional.empty();
        };
    }
}
