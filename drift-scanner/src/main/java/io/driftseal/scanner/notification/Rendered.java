package io.driftseal.scanner.notification;

/** A message as it will be sent, or why it cannot be. */
public sealed interface Rendered {

    /**
     * @param dedupKey messages with the same key are delivered in order
     * @param body JSON without any secret
     */
    record Ready(Destination destination, String dedupKey, String body) implements Rendered {}

    /** Kept as a dead letter, so that nobody believes it was told. */
    record Undeliverable(String destination, String dedupKey, String body, String reason)
            implements Rendered {}
}
