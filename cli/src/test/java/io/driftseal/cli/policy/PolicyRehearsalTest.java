package io.driftseal.cli.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.cli.policy.PolicyRehearsalReport.Counts;
import io.driftseal.decision.Cause;
import io.driftseal.decision.Coverage;
import io.driftseal.decision.DriftInput;
import io.driftseal.decision.EngineStatus;
import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.Evaluation;
import io.driftseal.decision.EvaluationNotes;
import io.driftseal.decision.EvaluationTrace;
import io.driftseal.decision.FindingFacts;
import io.driftseal.decision.NamespaceFacts;
import io.driftseal.decision.PolicyDecisionPoint;
import io.driftseal.decision.RepeatingEngine;
import io.driftseal.decision.Subject;
import io.driftseal.decision.document.CanonicalDocument;
import io.driftseal.decision.kept.InputStoreSettings;
import io.driftseal.decision.kept.KeptInputs;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.MalformedJsonException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rehearsal whose engine has a fault of its own. */
class PolicyRehearsalTest {

    @TempDir private Path directory;

    /** Answers as it is told, by the name of the workload. */
    private static final class FaultyEngine implements RepeatingEngine {

        @Override
        public Evaluation again(
                EntryPoint entryPoint, JsonObject input, JsonObject nondeterminism) {
            return switch (input.string("workload", "name").orElse("")) {
                case "fault" -> throw new IllegalStateException("a fault");
                case "deep" -> throw new StackOverflowError();
                case "mute" -> none(input);
                default -> answer(input);
            };
        }

        private static Evaluation none(JsonObject input) {
            CanonicalDocument asked = CanonicalDocument.of(input);
            return new Evaluation.Indeterminate(
                    Cause.UNDEFINED,
                    "",
                    asked.digest(),
                    "revision",
                    new EvaluationTrace(Optional.of(asked), EvaluationNotes.NONE));
        }

        @Override
        public Evaluation evaluate(EntryPoint entryPoint, JsonObject input) {
            return input.string("workload", "name").orElse("").equals("new")
                    ? none(input)
                    : answer(input);
        }

        private static Evaluation answer(JsonObject input) {
            CanonicalDocument asked = CanonicalDocument.of(input);
            try {
                return new Evaluation.Answered(
                        JsonReader.readObject(
                                "{\"severity\":\"info\",\"incident\":false,\"notify\":[]}"
                                        .getBytes(UTF_8),
                                JsonLimits.kubernetesObject()),
                        asked.digest(),
                        "revision",
                        new EvaluationTrace(Optional.of(asked), EvaluationNotes.NONE));
            } catch (MalformedJsonException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public EngineStatus status() {
            return new EngineStatus(EngineStatus.State.READY, "revision", 0, 0, 0);
        }

        @Override
        public void close() {}
    }

    private PolicyRehearsalReport rehearse(String... workloads) throws Exception {
        Path store = directory.resolve("inputs");
        KeptInputs kept =
                KeptInputs.open(
                        store,
                        InputStoreSettings.of(InputStoreSettings.LEAST_BYTES, Duration.ofDays(1)),
                        Clock.systemUTC());
        var engine = new FaultyEngine();
        try (kept) {
            var numbers = Stream.iterate(1, number -> number + 1).iterator();
            var point =
                    new PolicyDecisionPoint(
                            engine, () -> "dec-" + numbers.next(), Clock.systemUTC(), kept);
            for (String name : workloads) {
                point.decide(
                        new DriftInput(
                                new Subject("Pod", "shop", name, "uid"),
                                "standard",
                                new NamespaceFacts("shop", Map.of()),
                                List.of(new FindingFacts("form-changed", "Changed.", List.of())),
                                new Coverage(List.of(), List.of())));
            }
        }
        var filter = new PolicyRehearsal.Filter(Instant.EPOCH, Optional.empty(), Optional.empty());
        try (var rehearsal = new PolicyRehearsal(engine, filter);
                Stream<Path> segments = Files.list(store)) {
            for (Path segment : segments.sorted().toList()) {
                for (String line : Files.readAllLines(segment)) {
                    rehearsal.rehearse(line.getBytes(UTF_8));
                }
            }
            return rehearsal.finish("revision");
        }
    }

    @Test
    void aDecisionAtWhichWeFailIsCountedAndEndsInNo() throws Exception {
        PolicyRehearsalReport report = rehearse("calm", "fault", "deep", "quiet");

        assertThat(report.counts()).isEqualTo(new Counts(0, 2, 0, 0, 0, 2));
        assertThat(report.passes(false)).isFalse();
        assertThat(report.passes(true)).isFalse();
        assertThat(report.document(10, 0).toString()).contains("\"failed\":2");
    }

    @Test
    void whatIsWholeAndUnchangedPasses() throws Exception {
        PolicyRehearsalReport report = rehearse("calm", "quiet");

        assertThat(report.counts()).isEqualTo(new Counts(0, 2, 0, 0, 0, 0));
        assertThat(report.passes(true)).isTrue();
    }

    @Test
    void whoGetsNoAnswerAnyMoreStopsAPipeline() throws Exception {
        PolicyRehearsalReport mute = rehearse("calm", "mute");
        assertThat(mute.totals()).containsExactly(Map.entry(RehearsedChange.NO_ANSWER, 1));
        assertThat(mute.lines(1).getFirst().why()).isEqualTo("no answer: undefined");
        assertThat(mute.passes(false)).isFalse();
    }

    @Test
    void whoGetsAnAnswerNowChangesAndStopsNothing() throws Exception {
        PolicyRehearsalReport decided = rehearse("new");
        assertThat(decided.totals()).containsExactly(Map.entry(RehearsedChange.DECIDED_NOW, 1));
        assertThat(decided.passes(false)).isTrue();
        assertThat(decided.passes(true)).isFalse();
    }

    @Test
    void nothingRehearsedIsNoYes() throws Exception {
        assertThat(rehearse().passes(false)).isFalse();
    }
}
