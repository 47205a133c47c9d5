package io.driftseal.evidence.spool;

import io.driftseal.evidence.RecordCodec;

/**
 * Bounds of a spool.
 *
 * @param maximumBytes of all segments together; at it the newest record is refused
 * @param segmentBytes size at which a new segment begins; a segment is deleted as a whole, so it is
 *     also what a restart may deliver twice
 */
public record SpoolSettings(long maximumBytes, long segmentBytes) {

    public SpoolSettings {
        if (segmentBytes < 1 || maximumBytes < segmentBytes) {
            throw new IllegalArgumentException(
                    "a spool's maximumBytes must be at least its segmentBytes, both positive");
        }
    }

    /**
     * Segments of an eighth of the bound, but not larger than a few records of the largest size.
     */
    public static SpoolSettings of(long maximumBytes) {
        long eighth = Math.max(1, maximumBytes / 8);
        return new SpoolSettings(
                maximumBytes, Math.min(eighth, 4L * RecordCodec.MAXIMUM_RECORD_BYTES));
    }
}
