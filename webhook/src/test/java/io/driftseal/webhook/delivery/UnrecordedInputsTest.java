package io.driftseal.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.decision.AskedQuestion;
import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.Evaluation;
import io.driftseal.decision.EvaluationNotes;
import io.driftseal.decision.EvaluationTrace;
import io.driftseal.decision.document.CanonicalDocument;
import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.PolicyNotes;
import io.driftseal.evidence.WorkloadReference;
import io.driftseal.workload.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Only what is recorded is kept, once, and its record says what policy said. */
final class UnrecordedInputsTest {

    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    private final List<String> kept = new ArrayList<>();
    private final List<String> missed = new ArrayList<>();
    private final UnrecordedInputs inputs =
            new UnrecordedInputs(asked -> kept.add(asked.decisionId()), () -> missed.add("one"));

    @Test
    void keepsTheInputOfARecordedDecisionOnce() {
        inputs.keep(asked(1, EvaluationNotes.NONE));
        inputs.keep(asked(2, EvaluationNotes.NONE));

        DecisionRecord recorded = inputs.recorded(record(2, "c".repeat(64)));
        inputs.recorded(record(2, ""));

        assertThat(kept).containsExactly(id(2));
        assertThat(missed).isEmpty();
        assertThat(recorded.notes()).isEmpty();
    }

    @Test
    void theRecordSaysWhatPolicySaid() {
        inputs.keep(
                asked(
                        1,
                        EvaluationNotes.bounded(
                                List.of("printed"), List.of("traced"), Optional.empty())));

        assertThat(inputs.recorded(record(1, "c".repeat(64))).notes())
                .contains(
                        new PolicyNotes(
                                List.of("printed"), List.of("traced"), 0, Optional.empty()));
    }

    @Test
    void whatIsNeverRecordedIsPushedOutAndADecisionThatComesTooLateIsCounted() {
        for (int i = 0; i <= UnrecordedInputs.MAXIMUM_QUESTIONS; i++) {
            inputs.keep(asked(i, EvaluationNotes.NONE));
        }

        inputs.recorded(record(0, "c".repeat(64)));
        inputs.recorded(record(1, "c".repeat(64)));

        assertThat(kept).containsExactly(id(1));
        assertThat(missed).hasSize(1);
    }

    @Test
    void aDecisionOfWhichPolicyWasNotAskedIsNoMiss() {
        inputs.recorded(record(1, ""));

        assertThat(missed).isEmpty();
    }

    private static String id(int number) {
        return "dec-01932c07-5f0e-7cc1-9f6a-%012x".formatted(number);
    }

    private static AskedQuestion asked(int number, EvaluationNotes notes) {
        CanonicalDocument input = CanonicalDocument.of(JsonObject.EMPTY);
        return new AskedQuestion(
                EntryPoint.ADMISSION,
                id(number),
                NOW,
                new Evaluation.Answered(
                        JsonObject.EMPTY,
                        input.digest(),
                        "",
                        new EvaluationTrace(Optional.of(input), notes)));
    }

    private static DecisionRecord record(int number, String inputDigest) {
        return new DecisionRecord(
                id(number),
                NOW,
                DecisionRecord.Point.STAMP,
                "CREATE",
                new WorkloadReference("Pod", "shop", "web", ""),
                "enforce",
                DecisionRecord.Outcome.ADMITTED,
                "alice",
                "",
                "",
                Optional.empty(),
                "standard",
                "",
                inputDigest,
                List.of(),
                Optional.empty());
    }
}
