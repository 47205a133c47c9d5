package io.driftseal.decision.kept;

import java.time.Duration;
import java.util.Optional;

/**
 * How much is kept, and for how long.
 *
 * @param maximumBytes on disk; the oldest go first
 * @param maximumAge of a segment's newest input; what is older is removed within an hour
 */
public record InputStoreSettings(long maximumBytes, Duration maximumAge) {

    /** Two inputs of the largest size. */
    public static final long LEAST_BYTES = 16L * 1024 * 1024;

    private static final long LARGEST_SEGMENT = 16L * 1024 * 1024;

    public InputStoreSettings {
        if (maximumBytes < LEAST_BYTES) {
            throw new IllegalArgumentException(
                    "inputs take at least " + LEAST_BYTES + " bytes, or 0 to keep none");
        }
        if (!maximumAge.isPositive()) {
            throw new IllegalArgumentException("the age of inputs must be positive");
        }
    }

    /** What goes at once when room is needed: a sixteenth, at most 16 MiB. */
    long segmentBytes() {
        return Math.min(LARGEST_SEGMENT, maximumBytes / 16);
    }

    /**
     * As services are configured.
     *
     * @param maximumBytes 0 keeps none
     */
    public static Optional<InputStoreSettings> of(long maximumBytes, Duration maximumAge) {
        return maximumBytes == 0
                ? Optional.empty()
                : Optional.of(new InputStoreSettings(maximumBytes, maximumAge));
    }
}
