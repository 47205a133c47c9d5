package io.driftseal.scanner.notification;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The outbox as the delivery loop sees it; durable, so that a restart loses nothing. */
public interface DeliveryQueue {

    /**
     * Messages that may be sent now, oldest first: of each dedup key only the oldest that is
     * pending, so that an incident is never told out of order.
     */
    List<Delivery> due(Destination destination, Instant now, int limit);

    /** The receiver has it. */
    void delivered(Delivery delivery);

    /** To be tried again at {@code next}. */
    void retry(Delivery delivery, Instant next, String reason);

    /** Refused for good: kept for people to read, never sent again. */
    void refuse(Delivery delivery, String reason);

    /** Messages waiting for this destination. */
    long pending(Destination destination);

    /** When the oldest waiting message was written. */
    Optional<Instant> oldestPending(Destination destination);

    /** Messages that were refused for good and are still kept. */
    long dead(Destination destination);
}
