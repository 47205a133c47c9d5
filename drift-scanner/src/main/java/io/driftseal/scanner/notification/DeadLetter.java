package io.driftseal.scanner.notification;

import java.time.Instant;

/**
 * A message that its receiver refused for good.
 *
 * @param position its number in the outbox, by which it is named
 * @param body what was sent, without the secrets that are added when sending
 * @param attempts tries so far
 * @param reason what the receiver said, cut
 */
public record DeadLetter(
        long position,
        String messageId,
        String destination,
        String dedupKey,
        String body,
        int attempts,
        Instant createdAt,
        String reason) {}
