package io.driftseal.decision.workbench;

import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.Evaluation;
import io.driftseal.decision.bundle.CompiledPolicies;
import io.driftseal.decision.bundle.EngineStartException;
import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.bundle.PolicyCompiler;
import io.driftseal.decision.bundle.PolicyProblem;
import io.driftseal.decision.bundle.PolicyRefusedException;
import io.driftseal.decision.evaluation.EvaluationBounds;
import io.driftseal.decision.ir.EmbeddedEngine;
import io.driftseal.rego.EngineOptions;
import io.driftseal.rego.EvaluationOptions;
import io.driftseal.rego.EvaluationOutcome;
import io.driftseal.rego.PolicyRejectedException;
import io.driftseal.rego.RegoEngine;
import io.driftseal.rego.json.JsonReading;
import io.driftseal.rego.json.MalformedJsonException;
import io.driftseal.rego.json.RegoJsonReader;
import io.driftseal.rego.value.RegoValue;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a decision of a directory of policies costs, beside what the OPA program says of itself. */
public final class PolicyBench {

    private static final String COMPILED = "compiled";
    private static final EvaluationOptions OPTIONS =
            EvaluationOptions.DEFAULT.withStrictErrors(true);

    private final EntryPoint question;
    private final JsonObject input;
    private final RegoValue ready;

    private PolicyBench(Wanted wanted) throws EngineStartException {
        this.question = wanted.question();
        this.input = wanted.input();
        try {
            this.ready = RegoJsonReader.read(JsonWriter.write(input), JsonReading.STRICT);
        } catch (MalformedJsonException e) {
            throw new EngineStartException("the input cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * What is measured.
     *
     * @param input as policies get it
     * @param rounds each engine's turns, 1 to 20
     * @param time of each turn of the embedded engine; OPA takes about a second
     */
    public record Wanted(EntryPoint question, JsonObject input, int rounds, Duration time) {
        public Wanted {
            if (rounds < 1 || rounds > 20 || !time.isPositive()) {
                throw new IllegalArgumentException("1 to 20 rounds, and some time");
            }
        }
    }

    /**
     * Measures, once both engines gave the same answer.
     *
     * @param opa the OPA program
     * @throws PolicyRefusedException where the policies may not be loaded
     * @throws EngineStartException where the program cannot be run, there is no answer, or there
     *     are two
     */
    public static BenchReport run(Path opa, Path directory, Wanted wanted)
            throws PolicyRefusedException, EngineStartException {
        PolicyBundle bundle = PolicyBundle.read(directory);
        Path work = workDirectory();
        try {
            var compiler =
                    new PolicyCompiler(
                            opa,
                            EmbeddedEngine.TARGET,
                            new CompiledPolicies(
                                    Optional.empty(), Optional.of(work.resolve(COMPILED))));
            byte[] compiled = compiler.compile(bundle);
            var other = new OpaBench(opa, work, bundle, wanted.question(), wanted.input());
            try (EmbeddedEngine engine =
                    EmbeddedEngine.load(bundle, compiler, EvaluationBounds.inProcess())) {
                return new PolicyBench(wanted).measure(compiled, engine, other, bundle, wanted);
            }
        } catch (PolicyRejectedException e) {
            throw new PolicyRefusedException(e.problems().stream().map(PolicyProblem::of).toList());
        } finally {
            PolicyBundle.delete(work);
        }
    }

    private BenchReport measure(
            byte[] compiled,
            EmbeddedEngine engine,
            OpaBench other,
            PolicyBundle bundle,
            Wanted wanted)
            throws PolicyRejectedException, EngineStartException {
        compare(engine, other);
        var archive = io.driftseal.rego.PolicyBundle.readArchive(compiled);
        RegoEngine rego = RegoEngine.load(archive, EngineOptions.DEFAULT);
        var evaluation = new Stopwatch(() -> evaluate(rego));
        var decision = new Stopwatch(() -> decide(engine));
        evaluation.warm(wanted.time());
        decision.warm(wanted.time());
        List<BenchRound> rounds = new ArrayList<>();
        for (int i = 0; i < wanted.rounds(); i++) {
            rounds.add(
                    new BenchRound(
                            evaluation.measure(wanted.time()),
                            decision.measure(wanted.time()),
                            other.measure()));
        }
        var profile = new RuleProfile();
        RegoEngine observed = RegoEngine.loadObserved(archive, EngineOptions.DEFAULT, profile);
        var profiled = new Stopwatch(() -> evaluate(observed));
        profiled.warm(wanted.time());
        profile.clear();
        long count = profiled.warm(wanted.time());
        return new BenchReport(
                bundle.revision(),
                question,
                JsonWriter.write(input).length,
                rounds,
                profile.costs(),
                count);
    }

    /** What is fast and wrong is not worth a figure. */
    private void compare(EmbeddedEngine engine, OpaBench other) throws EngineStartException {
        Optional<JsonValue> expected = other.answer();
        switch (engine.evaluate(question, input)) {
            case Evaluation.Answered answered -> {
                if (expected.filter(answered.document()::equals).isEmpty()) {
                    throw new EngineStartException(
                            "opa and the embedded engine answer this input differently; report it"
                                    + " with the policies and the input");
                }
            }
            case Evaluation.Indeterminate none ->
                    throw new EngineStartException(
                            "these policies have no answer to this input ("
                                    + none.detail()
                                    + "); is it one of "
                                    + question.inputSchema()
                                    + "?");
        }
    }

    private void evaluate(RegoEngine rego) {
        if (!(rego.evaluate(question.rulePath(), ready, OPTIONS)
                instanceof EvaluationOutcome.Defined)) {
            throw new IllegalStateException("the answer was there before");
        }
    }

    private void decide(EmbeddedEngine engine) {
        if (!(engine.evaluate(question, input) instanceof Evaluation.Answered)) {
            throw new IllegalStateException("the answer was there before");
        }
    }

    private static Path workDirectory() throws EngineStartException {
        try {
            return Files.createTempDirectory("driftseal-bench-");
        } catch (IOException e) {
            throw new EngineStartException("no directory to measure in", e);
        }
    }
}
