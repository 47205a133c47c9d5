package io.driftseal.decision.opa;

import java.time.Duration;

/**
 * When a dead engine is started again.
 *
 * @param firstPause before the first restart; doubles with each further one
 * @param longestPause bound of the doubling
 * @param maximumAttempts restarts in a row before the engine counts as failed
 * @param stableAfter a run that lasted so long ends the row
 */
record RestartPolicy(
        Duration firstPause, Duration longestPause, int maximumAttempts, Duration stableAfter) {

    static final RestartPolicy DEFAULT =
            new RestartPolicy(
                    Duration.ofMillis(100), Duration.ofSeconds(10), 10, Duration.ofMinutes(1));

    /**
     * @param attempt 1 for the first restart in a row
     */
    Duration pause(int attempt) {
        Duration pause = firstPause;
        for (int i = 1; i < attempt && pause.compareTo(longestPause) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longestPause) < 0 ? pause : longestPause;
    }
}
