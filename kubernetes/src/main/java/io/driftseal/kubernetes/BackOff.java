package io.driftseal.kubernetes;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Exponential waiting with jitter, so that many clients do not return at the same moment.
 *
 * @param first the upper end of the first wait
 * @param longest the upper end of any wait
 * @param random uniform in [0, 1)
 */
public record BackOff(Duration first, Duration longest, DoubleSupplier random) {

    private static final int MOST_DOUBLINGS = 20;

    public BackOff {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("a back-off needs 0 < first <= longest");
        }
    }

    /**
     * The wait before an attempt: between half and all of the doubled first wait.
     *
     * @param failures failures in a row, from 1
     */
    public Duration before(int failures) {
        int doublings = Math.clamp(failures - 1L, 0, MOST_DOUBLINGS);
        long upper = Math.min(longest.toMillis(), first.toMillis() << doublings);
        return Duration.ofMillis(Math.round(upper * (0.5 + random.getAsDouble() / 2)));
    }
}
