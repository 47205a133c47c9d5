package io.driftseal.decision.workbench;

import java.time.Duration;

/**
 * What a rule or function cost in the embedded engine.
 *
 * @param name {@code driftseal.admission.violations}
 * @param file empty where the compiler made it up
 * @param line from 1, or 0
 * @param calls how often it was evaluated; answers that were remembered are no calls
 * @param own time in it without what it called
 * @param total time in it
 */
public record RuleCost(
        String name, String file, int line, long calls, Duration own, Duration total) {}
