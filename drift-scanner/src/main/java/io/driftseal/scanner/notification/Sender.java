package io.driftseal.scanner.notification;

import java.time.Duration;

/** Sends to one destination, once, and says what came of it. */
public interface Sender extends AutoCloseable {

    Destination destination();

    /** Least time between two messages. */
    Duration pace();

    BackOff backOff();

    SendResult send(Delivery delivery) throws InterruptedException;

    @Override
    void close();
}
