package io.driftseal.decision.ir;

import io.driftseal.decision.Cause;
import io.driftseal.decision.EngineStatus;
import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.Evaluation;
import io.driftseal.decision.RepeatingEngine;
import io.driftseal.decision.bundle.EngineStartException;
import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.bundle.PolicyCompiler;
import io.driftseal.decision.bundle.PolicyProblem;
import io.driftseal.decision.bundle.PolicyRefusedException;
import io.driftseal.decision.evaluation.BoundedEvaluation;
import io.driftseal.decision.evaluation.EngineAnswer;
import io.driftseal.decision.evaluation.EvaluationBounds;
import io.driftseal.rego.EngineOptions;
import io.driftseal.rego.EvaluationLimits;
import io.driftseal.rego.EvaluationOptions;
import io.driftseal.rego.EvaluationOutcome;
import io.driftseal.rego.PolicyRejectedException;
import io.driftseal.rego.RegoEngine;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.workload.json.JsonObject;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rego inside this process: no second program decides, and the input is not written and read again
 * on the way. One loaded engine is one content; it is immutable, and used by all threads at once.
 */
public final class EmbeddedEngine implements RepeatingEngine {

    /**
     * What policies are compiled to for it. Built-ins that it lacks are refused when it loads. Of
     * those that answer otherwise each time it records these; tokens are not among them, because a
     * recording would show them.
     */
    public static final PolicyCompiler.Target TARGET =
            new PolicyCompiler.Target(
                    "plan", builtin -> true, Set.of("time.now_ns", "rand.intn", "uuid.rfc4122"));

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedEngine.class);

    /** What the deadline lets through is ended by these: a thousand of what a decision takes. */
    private static final long MAXIMUM_STEPS = 100_000_000;

    /** Of values made in one evaluation, whether they still live or not. */
    private static final long MAXIMUM_BYTES = 128L * 1024 * 1024;

    private final RegoEngine rego;
    private final String bundleRevision;
    private final BoundedEvaluation bounded;
    private volatile boolean closed;

    private EmbeddedEngine(RegoEngine rego, String bundleRevision, EvaluationBounds bounds) {
        this.rego = rego;
        this.bundleRevision = bundleRevision;
        this.bounded = new BoundedEvaluation(bounds);
    }

    /**
     * Compiles policies and loads them.
     *
     * @param compiler to {@link #TARGET}
     * @throws PolicyRefusedException with file and line, where they may not be loaded
     * @throws EngineStartException where the compiler cannot be run
     */
    public static EmbeddedEngine load(
            PolicyBundle bundle, PolicyCompiler compiler, EvaluationBounds bounds)
            throws PolicyRefusedException, EngineStartException {
        byte[] compiled = compiler.compile(bundle);
        try {
            RegoEngine rego =
                    RegoEngine.load(
                            io.driftseal.rego.PolicyBundle.readArchive(compiled),
                            EngineOptions.DEFAULT);
            return new EmbeddedEngine(rego, bundle.revision(), bounds);
        } catch (PolicyRejectedException e) {
            throw new PolicyRefusedException(e.problems().stream().map(PolicyProblem::of).toList());
        }
    }

    @Override
    public Evaluation evaluate(EntryPoint entryPoint, JsonObject input) {
        return again(entryPoint, input, JsonObject.EMPTY);
    }

    @Override
    public Evaluation again(EntryPoint entryPoint, JsonObject input, JsonObject nondeterminism) {
        RegoObject replayed = RegoRecording.values(nondeterminism);
        return bounded.evaluate(
                input,
                bundleRevision,
                (document, left) -> answer(entryPoint, input, left, replayed));
    }

    private EngineAnswer answer(
            EntryPoint entryPoint, JsonObject input, Duration left, RegoObject replayed) {
        if (closed) {
            return new EngineAnswer.None(Cause.ENGINE_DOWN, "engine is closed");
        }
        if (!left.isPositive()) {
            return late();
        }
        EvaluationOutcome outcome =
                rego.evaluate(
                        entryPoint.rulePath(),
                        RegoInput.of(input),
                        options(left).withReplayed(replayed));
        return read(outcome).with(RegoRecording.notes(outcome.report()));
    }

    private static EngineAnswer read(EvaluationOutcome outcome) {
        return switch (outcome) {
            case EvaluationOutcome.Defined defined -> RegoAnswer.of(defined.value());
            case EvaluationOutcome.Undefined ignored -> EngineAnswer.ofValue(null);
            case EvaluationOutcome.Failed failed -> failed(failed);
        };
    }

    /** A built-in that fails ends the evaluation: a denial must not silently not apply. */
    private static EvaluationOptions options(Duration left) {
        return EvaluationOptions.DEFAULT
                .withStrictErrors(true)
                .withLimits(
                        new EvaluationLimits(
                                left,
                                MAXIMUM_STEPS,
                                MAXIMUM_BYTES,
                                EvaluationLimits.DEFAULT.nesting()));
    }

    /** Code and place in the policies only: messages may quote the input. */
    private static EngineAnswer failed(EvaluationOutcome.Failed failed) {
        return switch (failed.cause()) {
            case CANCELLED, DEADLINE, STEPS -> late();
            case POLICY -> none(failed, "");
            case MEMORY -> none(failed, ", more memory than " + MAXIMUM_BYTES + " bytes");
            case DEPTH -> none(failed, ", nested too deep");
            case INTERNAL -> {
                LOG.atError()
                        .addKeyValue("code", failed.code())
                        .addKeyValue("location", failed.location())
                        .log("policy engine has a fault");
                yield none(failed, "");
            }
        };
    }

    private static EngineAnswer none(EvaluationOutcome.Failed failed, String bound) {
        String place = failed.location().isEmpty() ? "" : " at " + failed.location();
        return new EngineAnswer.None(
                Cause.SERVER_ERROR, "evaluation failed, " + failed.code() + bound + place);
    }

    private static EngineAnswer late() {
        return new EngineAnswer.None(Cause.TIMEOUT, "no answer within the deadline");
    }

    @Override
    public EngineStatus status() {
        return new EngineStatus(
                closed ? EngineStatus.State.CLOSED : EngineStatus.State.READY,
                bundleRevision,
                0,
                bounded.inFlight(),
                bounded.overloadedTotal());
    }

    @Override
    public void close() {
        closed = true;
    }
}
