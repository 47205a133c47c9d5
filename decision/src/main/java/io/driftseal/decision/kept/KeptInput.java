package io.driftseal.decision.kept;

import io.driftseal.decision.Cause;
import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.Evaluation;
import io.driftseal.workload.json.JsonObject;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One question as it was put, and the answer that it got.
 *
 * @param time of the decision
 * @param inputDigest of {@code input}, checked
 * @param bundleRevision of the policies that answered
 * @param answer the rule's value; empty where there was none
 * @param cause why there was none; empty where there was an answer
 * @param nondeterminism what the evaluation took from clock and randomness, to be used again; empty
 *     where that was too much to be kept
 * @param input the document, secrets replaced: confidential all the same
 */
public record KeptInput(
        Instant time,
        String decisionId,
        EntryPoint entryPoint,
        String inputDigest,
        String bundleRevision,
        Optional<JsonObject> answer,
        Optional<Cause> cause,
        Optional<JsonObject> nondeterminism,
        JsonObject input) {
    public KeptInput {
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(decisionId, "decisionId");
        Objects.requireNonNull(entryPoint, "entryPoint");
        Objects.requireNonNull(inputDigest, "inputDigest");
        Objects.requireNonNull(bundleRevision, "bundleRevision");
        Objects.requireNonNull(input, "input");
        if (answer.isPresent() == cause.isPresent()) {
            throw new IllegalArgumentException("either an answer or a cause");
        }
    }

    /** What the engine said then. */
    public Evaluation evaluation() {
        return answer.<Evaluation>map(
                        document -> new Evaluation.Answered(document, inputDigest, bundleRevision))
                .orElseGet(() ->
                        new Evaluation.Indeterminate(
                                cause.orElseThrow(), "as it was", inputDigest, bundleRevision));
    }
}
