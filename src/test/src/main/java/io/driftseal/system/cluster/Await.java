package io.driftseal.system.cluster;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Bounded waiting for a state of the world that nobody tells us of. */
final class Await {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private Await() {}

    /**
     * @return whether the condition came true in time
     */
    static boolean until(Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            if (condition.getAsBoolean()) {
                return true;
            }
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                Thread.sleep(BETWEEN_LOOKS);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new ClusterException("interrupted while waiting", stopped);
            }
        }
    }
}
