package io.driftseal.decision;

import java.time.Instant;
import java.util.Objects;

/**
 * A question that was put to policy, with what came of it.
 *
 * @param time of the decision
 * @param evaluation with its input, where the engine says it
 */
public record AskedQuestion(
        EntryPoint entryPoint, String decisionId, Instant time, Evaluation evaluation) {
    public AskedQuestion {
        Objects.requireNonNull(entryPoint, "entryPoint");
        Objects.requireNonNull(decisionId, "decisionId");
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(evaluation, "evaluation");
    }
}
