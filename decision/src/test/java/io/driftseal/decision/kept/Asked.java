package io.driftseal.decision.kept;

import io.driftseal.decision.AskedQuestion;
import io.driftseal.decision.Cause;
import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.Evaluation;
import io.driftseal.decision.EvaluationNotes;
import io.driftseal.decision.EvaluationTrace;
import io.driftseal.decision.Facts;
import io.driftseal.decision.document.CanonicalDocument;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import java.util.List;
import java.util.Optional;

/** Questions told apart by a number. */
final class Asked {

    static final String REVISION = "b".repeat(64);
    static final JsonObject ANSWER =
            Facts.json(
                    """
                    {"admitted": true, "runtimePolicy": "standard", "reasons": [], "warnings": [],
                     "recorded": []}
                    """);

    private Asked() {}

    static String id(int number) {
        return "dec-01932c07-5f0e-7cc1-9f6a-%012x".formatted(number);
    }

    static AskedQuestion question(int number) {
        return question(number, 0);
    }

    /**
     * @param filling characters of the input besides what every input has
     */
    static AskedQuestion question(int number, int filling) {
        CanonicalDocument input = input(number, filling);
        return asked(
                number,
                new Evaluation.Answered(
                        ANSWER,
                        input.digest(),
                        REVISION,
                        new EvaluationTrace(Optional.of(input), EvaluationNotes.NONE)));
    }

    static AskedQuestion unanswered(int number) {
        CanonicalDocument input = input(number, 0);
        return asked(
                number,
                new Evaluation.Indeterminate(
                        Cause.TIMEOUT,
                        "late",
                        input.digest(),
                        REVISION,
                        new EvaluationTrace(
                                Optional.of(input),
                                EvaluationNotes.bounded(
                                        List.of("said"), List.of(), Optional.empty()))));
    }

    private static AskedQuestion asked(int number, Evaluation evaluation) {
        return new AskedQuestion(
                EntryPoint.ADMISSION, id(number), Facts.NOW.plusSeconds(number), evaluation);
    }

    static CanonicalDocument input(int number, int filling) {
        return CanonicalDocument.of(
                Facts.admission()
                        .document(Facts.NOW.plusSeconds(number))
                        .with("filling", JsonValue.of("x".repeat(filling))));
    }
}
