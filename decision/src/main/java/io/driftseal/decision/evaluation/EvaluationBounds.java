package io.driftseal.decision.evaluation;

import java.time.Duration;

/**
 * How much an engine works at once, and for how long.
 *
 * @param deadline for one evaluation, waiting for a free place included
 * @param maximumConcurrent evaluations; more wait, and answer OVERLOADED when the wait is over
 * @param maximumWait for a free place
 */
public record EvaluationBounds(Duration deadline, int maximumConcurrent, Duration maximumWait) {

    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final Duration WAIT = Duration.ofMillis(500);
    private static final int ELSEWHERE = 16;

    public EvaluationBounds {
        if (!deadline.isPositive() || !maximumWait.isPositive()) {
            throw new IllegalArgumentException("deadline and wait must be positive");
        }
        if (maximumConcurrent < 1 || maximumConcurrent > 1024) {
            throw new IllegalArgumentException("maximumConcurrent must be 1 to 1024");
        }
    }

    /** For an engine in another process: 2 s for an evaluation, 16 at once, 500 ms for a place. */
    public static EvaluationBounds elsewhere() {
        return new EvaluationBounds(DEADLINE, ELSEWHERE, WAIT);
    }

    /** For an engine in this process: as many at once as there are processors. */
    public static EvaluationBounds inProcess() {
        return new EvaluationBounds(DEADLINE, Runtime.getRuntime().availableProcessors(), WAIT);
    }
}
