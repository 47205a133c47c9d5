package io.driftseal.decision;

import io.driftseal.workload.json.JsonObject;

/** An engine that can evaluate a question as it was evaluated before, its clock included. */
public interface RepeatingEngine extends PolicyEngine {

    /**
     * Evaluates a question that was put before.
     *
     * @param nondeterminism what that evaluation took from clock and randomness, see {@link
     *     EvaluationNotes}: it is used again
     * @throws IllegalArgumentException where that cannot be read
     */
    Evaluation again(EntryPoint entryPoint, JsonObject input, JsonObject nondeterminism);
}
