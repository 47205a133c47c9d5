package io.driftseal.testsupport.receiver;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * How a receiver misbehaves until told otherwise. Nothing is accepted during an outage but {@link
 * Slow}.
 */
public sealed interface Outage {

    /** The service works. */
    record None() implements Outage {}

    /** The connection is closed without an answer, as by a dead service behind a balancer. */
    record Dropped() implements Outage {}

    /** Every request is answered with this status; {@code retryAfterSeconds} becomes a header. */
    record Answering(int status, OptionalLong retryAfterSeconds) implements Outage {
        public Answering {
            if (status < 300 || status > 599) {
                throw new IllegalArgumentException("An outage answers 300 to 599, not " + status);
            }
        }
    }

    /** The request is handled, and answered only after the delay. */
    record Slow(Duration delay) implements Outage {}

    static Outage none() {
        return new None();
    }

    static Outage dropped() {
        return new Dropped();
    }

    static Outage answering(int status) {
        return new Answering(status, OptionalLong.empty());
    }

    static Outage rateLimited(long retryAfterSeconds) {
        return new Answering(429, OptionalLong.of(retryAfterSeconds));
    }

    static Outage slow(Duration delay) {
        return new Slow(delay);
    }
}
