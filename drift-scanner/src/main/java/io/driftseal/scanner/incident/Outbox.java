package io.driftseal.scanner.incident;

/** Messages written with the state they tell of, and delivered afterwards. */
public interface Outbox {

    /** Adds the message; a known message id changes nothing. */
    void enqueue(OutboxMessage message);
}
