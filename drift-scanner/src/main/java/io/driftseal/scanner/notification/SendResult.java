package io.driftseal.scanner.notification;

import java.time.Duration;
import java.util.Optional;

/** What came of one attempt. */
public sealed interface SendResult {

    /** The receiver has it. */
    record Delivered() implements SendResult {}

    /**
     * Not now.
     *
     * @param blame what the failure is about
     * @param reason for logs and the outbox; no secret, no body
     * @param after what the receiver asked for
     */
    record Retry(Blame blame, String reason, Optional<Duration> after) implements SendResult {

        static Retry ofDestination(String reason) {
            return new Retry(Blame.DESTINATION, reason, Optional.empty());
        }
    }

    /** What a passing failure is about. */
    enum Blame {
        /** Any message would have failed: no connection, too many messages, wrong address. */
        DESTINATION,
        /** Perhaps this message alone: an internal error of the receiver. */
        UNCLEAR
    }

    /** Never: the message itself was refused. */
    record Refused(String reason) implements SendResult {}
}
