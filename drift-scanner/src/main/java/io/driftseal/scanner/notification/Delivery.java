package io.driftseal.scanner.notification;

/**
 * A message that is due.
 *
 * @param position order of writing, unique
 * @param attempts tries so far
 */
public record Delivery(
        long position,
        String messageId,
        Destination destination,
        String dedupKey,
        String body,
        int attempts) {}
