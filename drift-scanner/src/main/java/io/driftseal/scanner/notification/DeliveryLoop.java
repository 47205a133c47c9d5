package io.driftseal.scanner.notification;

import io.driftseal.scanner.incident.StoreException;
import io.driftseal.service.health.ProgressCheck;
import io.driftseal.service.metrics.ServiceMetrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the outbox of one destination, one message at a time, in order per incident. A failure
 * pauses the destination; a message that fails alone waits longer than the others and does not hold
 * them up. The queue is durable, so the loop may end at any point: a message that was sent and not
 * yet marked is sent again.
 */
public final class DeliveryLoop {

    /** Attempts of a round: times the longest deadline they stay below a progress check's limit. */
    private static final int BATCH = 4;

    /** Failures after which a message itself may be the cause. */
    private static final int SUSPICIOUS = 3;

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryLoop.class);

    private final DeliveryQueue queue;
    private final Sender sender;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final DeliveryMetrics metrics;
    private Instant nextSend = Instant.MIN;
    private int failures;

    public DeliveryLoop(
            DeliveryQueue queue,
            Sender sender,
            InstantSource clock,
            RandomGenerator random,
            ServiceMetrics metrics) {
        this.queue = queue;
        this.sender = sender;
        this.clock = clock;
        this.random = random;
        this.metrics = new DeliveryMetrics(metrics, sender.destination());
    }

    /**
     * Runs until interrupted.
     *
     * @param idle how long to wait when nothing can be sent, well below the progress limit
     */
    public void run(ProgressCheck progress, Duration idle) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                int sent = attemptRound();
                progress.returned();
                if (sent == 0) {
                    Thread.sleep(idle);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int attemptRound() throws InterruptedException {
        try {
            return round();
        } catch (StoreException e) {
            LOG.atError()
                    .addKeyValue("destination", sender.destination().wireName())
                    .addKeyValue("reason", e.getMessage())
                    .log("outbox cannot be read or written");
            return 0;
        }
    }

    /** Sends what may be sent now; the number of attempts made. Waits only for the sender. */
    int round() throws InterruptedException {
        metrics.observe(queue, clock);
        int attempts = 0;
        while (attempts < BATCH && !clock.instant().isBefore(nextSend)) {
            List<Delivery> due = queue.due(sender.destination(), clock.instant(), 1);
            if (due.isEmpty()) {
                return attempts;
            }
            attempts++;
            settle(due.getFirst(), sender.send(due.getFirst()));
        }
        return attempts;
    }

    private void settle(Delivery delivery, SendResult result) {
        switch (result) {
            case SendResult.Delivered _ -> {
                queue.delivered(delivery);
                metrics.count("delivered", 1);
                answered(delivery);
            }
            case SendResult.Refused refused -> {
                queue.refuse(delivery, refused.reason());
                metrics.count("refused", 1);
                answered(delivery);
                LOG.atError()
                        .addKeyValue("destination", delivery.destination().wireName())
                        .addKeyValue("messageId", delivery.messageId())
                        .addKeyValue("reason", refused.reason())
                        .log("message refused for good and kept as dead letter");
            }
            case SendResult.Retry retry -> retry(delivery, retry);
        }
    }

    private void answered(Delivery delivery) {
        nextSend = clock.instant().plus(sender.pace());
        if (failures > 0) {
            LOG.atInfo()
                    .addKeyValue("destination", delivery.destination().wireName())
                    .addKeyValue("failures", failures)
                    .log("destination answers again");
        }
        failures = 0;
    }

    private void retry(Delivery delivery, SendResult.Retry retry) {
        failures++;
        Instant now = clock.instant();
        Duration pause = retry.after().orElseGet(() -> sender.backOff().delay(failures, random));
        nextSend = now.plus(pause.compareTo(sender.pace()) > 0 ? pause : sender.pace());
        queue.retry(delivery, nextSend.plus(handicap(delivery, retry)), retry.reason());
        metrics.count("retried", 1);
        if (failures == 1) {
            LOG.atWarn()
                    .addKeyValue("destination", delivery.destination().wireName())
                    .addKeyValue("reason", retry.reason())
                    .log("destination does not take messages");
        }
    }

    /** A message that keeps failing with an unclear blame lets the others go first. */
    private Duration handicap(Delivery delivery, SendResult.Retry retry) {
        return retry.blame() == SendResult.Blame.UNCLEAR && delivery.attempts() >= SUSPICIOUS
                ? sender.backOff().delay(delivery.attempts(), random)
                : Duration.ZERO;
    }
}
