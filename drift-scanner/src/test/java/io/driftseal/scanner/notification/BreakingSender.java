package io.driftseal.scanner.notification;

import java.time.Duration;
import java.util.Optional;

/** A receiver that answers one incident with an internal error and takes every other. */
record BreakingSender(Sender inner, String breaksOn) implements Sender {

    @Override
    public Destination destination() {
        return inner.destination();
    }

    @Override
    public Duration pace() {
        return inner.pace();
    }

    @Override
    public BackOff backOff() {
        return inner.backOff();
    }

    @Override
    public SendResult send(Delivery delivery) throws InterruptedException {
        return delivery.dedupKey().equals(breaksOn)
                ? new SendResult.Retry(SendResult.Blame.UNCLEAR, "status 500", Optional.empty())
                : inner.send(delivery);
    }

    @Override
    public void close() {
        inner.close();
    }
}
