package io.driftseal.scanner.notification;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Doubling delays with jitter in the upper half, so that scanners which lost the same service at
 * the same moment do not come back at the same moment.
 *
 * @param first delay after the first failure, before jitter
 * @param maximum delay that is never exceeded
 */
public record BackOff(Duration first, Duration maximum) {

    public BackOff {
        if (first.isNegative() || first.isZero() || maximum.compareTo(first) < 0) {
            throw new IllegalArgumentException("0 < first <= maximum must hold");
        }
    }

    /**
     * @param failures failures in a row so far, at least 1
     */
    public Duration delay(int failures, RandomGenerator random) {
        int doublings = Math.min(failures - 1, 30);
        long full = first.toMillis();
        for (int i = 0; i < doublings && full < maximum.toMillis(); i++) {
            full *= 2;
        }
        full = Math.min(full, maximum.toMillis());
        return Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
    }
}
