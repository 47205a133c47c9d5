package io.driftseal.decision.workbench;

import java.time.Duration;
import java.util.Optional;

/**
 * What evaluations cost.
 *
 * @param count how many were made
 * @param mean on the clock
 * @param median on the clock
 * @param p99 of a hundred, the slowest but one, on the clock
 * @param processor time of the thread, each; empty where it is not known
 * @param bytes allocated, each
 */
public record EngineFigures(
        long count,
        Duration mean,
        Duration median,
        Duration p99,
        Optional<Duration> processor,
        long bytes) {

    public double perSecond() {
        return 1e9 / Math.max(1, mean.toNanos());
    }
}
