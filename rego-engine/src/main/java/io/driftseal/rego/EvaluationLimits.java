package io.driftseal.rego;

import java.time.Duration;

/**
 * What one evaluation may cost. At each bound the outcome is {@link EvaluationOutcome.Failed} with
 * a cause that names it.
 *
 * @param time on the clock
 * @param steps elements scanned, calls made, and what builtins count
 * @param bytes memory of the values made, roughly, whether they are still needed or not
 * @param nesting blocks within blocks over all calls in progress: what becomes the thread's stack
 */
public record EvaluationLimits(Duration time, long steps, long bytes, int nesting) {

    /** One second, ten million steps, 256 MiB, 600 blocks. */
    public static final EvaluationLimits DEFAULT =
            new EvaluationLimits(Duration.ofSeconds(1), 10_000_000, 256L << 20, 600);

    public EvaluationLimits {
        if (time.isNegative() || time.isZero() || steps <= 0 || bytes <= 0 || nesting <= 0) {
            throw new IllegalArgumentException("limits are positive");
        }
        if (time.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("an evaluation takes at most a day");
        }
    }
}
