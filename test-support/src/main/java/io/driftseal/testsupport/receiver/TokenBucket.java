package io.driftseal.testsupport.receiver;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Counts requests against a {@link RateLimit}; refilled continuously by the clock it is given. */
final class TokenBucket {

    private final RateLimit limit;
    private final Clock clock;
    private double tokens;
    private Instant refilledAt;

    TokenBucket(RateLimit limit, Clock clock) {
        this.limit = limit;
        this.clock = clock;
        this.tokens = limit.burst();
        this.refilledAt = clock.instant();
    }

    /**
     * Takes one token. Zero: taken. Otherwise the whole seconds to wait, at least 1, none taken.
     */
    synchronized long secondsToWait() {
        long intervalMillis = limit.interval().toMillis();
        if (intervalMillis == 0) {
            return 0;
        }
        Instant now = clock.instant();
        double refill = (double) Duration.between(refilledAt, now).toMillis() / intervalMillis;
        tokens = Math.min(limit.burst(), tokens + refill);
        refilledAt = now;
        if (tokens >= 1) {
            tokens -= 1;
            return 0;
        }
        return Math.max(1, (long) Math.ceil((1 - tokens) * intervalMillis / 1000.0));
    }
}
