package io.driftseal.evidence.spool;

import io.driftseal.evidence.RecordCodec;
import java.time.Duration;

/**
 * Bounds of delivery.
 *
 * @param batchRecords in one request, at most
 * @param batchBytes of the records in one request, at most
 * @param firstPause after a failed attempt; doubled with each further one, and shortened at random
 *     to as little as half, so that senders do not come back together
 * @param longestPause between two attempts
 * @param gathering after a batch that was not full: what comes meanwhile goes together. A request
 *     costs as much as a decision; a record that comes alone is not held up
 */
public record DeliverySettings(
        int batchRecords,
        long batchBytes,
        Duration firstPause,
        Duration longestPause,
        Duration gathering) {

    public DeliverySettings {
        if (batchRecords < 1
                || batchRecords > RecordCodec.MAXIMUM_BATCH_RECORDS
                || batchBytes < 1
                || batchBytes > RecordCodec.MAXIMUM_BATCH_BYTES) {
            throw new IllegalArgumentException("a batch must be within what receivers take");
        }
        if (firstPause.isNegative()
                || firstPause.isZero()
                || longestPause.compareTo(firstPause) < 0) {
            throw new IllegalArgumentException("pauses must be positive and not shrink");
        }
        if (gathering.isNegative()) {
            throw new IllegalArgumentException("gathering must not be negative");
        }
    }

    /** 100 records or three quarters of a request, 200 ms to 30 s, 50 ms. */
    public static DeliverySettings defaults() {
        return new DeliverySettings(
                100,
                RecordCodec.MAXIMUM_BATCH_BYTES * 3L / 4,
                Duration.ofMillis(200),
                Duration.ofSeconds(30),
                Duration.ofMillis(50));
    }
}
