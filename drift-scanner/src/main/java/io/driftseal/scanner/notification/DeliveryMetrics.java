package io.driftseal.scanner.notification;

import io.driftseal.service.metrics.ServiceMetrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Counters and gauges of one destination. */
final class DeliveryMetrics {

    private final ServiceMetrics metrics;
    private final Destination destination;
    private volatile long pending;
    private volatile long dead;
    private volatile long oldestSeconds;

    DeliveryMetrics(ServiceMetrics metrics, Destination destination) {
        this.metrics = metrics;
        this.destination = destination;
        String tag = destination.wireName();
        metrics.gauge("outbox.pending", () -> pending, "destination", tag);
        metrics.gauge("outbox.dead", () -> dead, "destination", tag);
        metrics.gauge("outbox.oldest.seconds", () -> oldestSeconds, "destination", tag);
        for (String outcome : new String[] {"delivered", "retried", "refused"}) {
            count(outcome, 0);
        }
    }

    void count(String outcome, int amount) {
        metrics.counter("deliveries", "destination", destination.wireName(), "outcome", outcome)
                .increment(amount);
    }

    /** Read once a round, so that a scrape never waits for the store. */
    void observe(DeliveryQueue queue, InstantSource clock) {
        pending = queue.pending(destination);
        dead = queue.dead(destination);
        Instant now = clock.instant();
        oldestSeconds =
                queue.oldestPending(destination)
                        .map(oldest -> Math.max(0, Duration.between(oldest, now).toSeconds()))
                        .orElse(0L);
    }
}
