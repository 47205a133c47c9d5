package io.driftseal.decision;

import io.driftseal.decision.document.CanonicalDocument;
import java.util.Objects;
import java.util.Optional;

/**
 * How an answer came about, for those who explain it later.
 *
 * @param input the document as it was asked; empty where an engine does not say
 * @param notes what the policy said meanwhile
 */
public record EvaluationTrace(Optional<CanonicalDocument> input, EvaluationNotes notes) {

    public static final EvaluationTrace NONE =
            new EvaluationTrace(Optional.empty(), EvaluationNotes.NONE);

    public EvaluationTrace {
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(notes, "notes");
    }
}
