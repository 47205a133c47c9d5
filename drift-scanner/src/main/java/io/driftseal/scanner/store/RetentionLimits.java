package io.driftseal.scanner.store;

/**
 * How many rows of each kind are kept; the oldest go first and are counted. Evidence has no limit
 * here: it is never deleted.
 *
 * @param resolvedIncidents resolved incidents; open ones always stay
 * @param deliveredMessages ids of delivered messages, by which a repeated one is known; no bodies
 * @param deadMessages messages that were refused for good, with bodies
 * @param pendingMessages messages waiting for one destination; a further one is refused and counted
 */
public record RetentionLimits(
        int resolvedIncidents, int deliveredMessages, int deadMessages, int pendingMessages) {

    public RetentionLimits {
        if (resolvedIncidents < 1
                || deliveredMessages < 1
                || deadMessages < 1
                || pendingMessages < 1) {
            throw new IllegalArgumentException("every retention limit must be at least 1");
        }
    }

    public static RetentionLimits defaults() {
        return new RetentionLimits(10_000, 100_000, 1_000, 50_000);
    }
}
