package io.driftseal.decision;

import java.util.Locale;

/** Where a drift decision can be announced. */
public enum NotificationChannel {
    SLACK,
    PAGERDUTY;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
