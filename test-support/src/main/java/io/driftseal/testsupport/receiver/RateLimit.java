package io.driftseal.testsupport.receiver;

import java.time.Duration;

/**
 * A token bucket.
 *
 * @param burst requests accepted at once after a quiet time, at least 1
 * @param interval time after which one more request is accepted; zero means no limit
 */
public record RateLimit(int burst, Duration interval) {

    public RateLimit {
        if (burst < 1) {
            throw new IllegalArgumentException("burst must be at least 1, not " + burst);
        }
        if (interval.isNegative()) {
            throw new IllegalArgumentException("interval must not be negative");
        }
    }

    /** Slack's incoming webhooks: about one message a second, short bursts allowed. */
    public static RateLimit slack() {
        return new RateLimit(3, Duration.ofSeconds(1));
    }

    /** PagerDuty adapts its limit; two events a second is where its documented default was. */
    public static RateLimit pagerDuty() {
        return new RateLimit(120, Duration.ofMillis(500));
    }

    public static RateLimit none() {
        return new RateLimit(1, Duration.ZERO);
    }
}
