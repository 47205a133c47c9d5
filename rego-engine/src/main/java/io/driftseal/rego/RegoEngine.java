package io.driftseal.rego;

import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.builtin.BuiltinRegistry;
import io.driftseal.rego.builtin.EvaluationStoppedException;
import io.driftseal.rego.evaluation.CallObserver;
import io.driftseal.rego.evaluation.Evaluation;
import io.driftseal.rego.evaluation.EvaluationFailedException;
import io.driftseal.rego.evaluation.Limits;
import io.driftseal.rego.evaluation.Nondeterminism;
import io.driftseal.rego.evaluation.Program;
import io.driftseal.rego.plan.MalformedPlanException;
import io.driftseal.rego.plan.Plan;
import io.driftseal.rego.plan.PlanReader;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoSet;
import io.driftseal.rego.value.RegoValue;
import io.driftseal.rego.value.ValueTooDeepException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A loaded policy. Immutable, for any number of threads at once; every evaluation has a small state
 * of its own and copies neither input nor data.
 */
public final class RegoEngine {

    /** Builtins that reach the network or the machine's environment: refused unless switched on. */
    public static final Set<String> REACHING_OUT =
            Set.of("http.send", "net.lookup_ip_addr", "opa.runtime");

    private static final String RESULT = "result";

    private final Program program;
    private final RegoObject data;
    private final EngineOptions options;

    /** A plan to nodes. */
    @FunctionalInterface
    private interface PlanCompiler {
        Program compile(Plan plan, BuiltinRegistry builtins) throws MalformedPlanException;
    }

    private RegoEngine(Program program, RegoObject data, EngineOptions options) {
        this.program = program;
        this.data = data;
        this.options = options;
    }

    /**
     * Loads a bundle.
     *
     * @throws PolicyRejectedException if the plan is damaged or calls a builtin that is not there
     *     or not switched on; all such calls are named, with file and line
     */
    public static RegoEngine load(PolicyBundle bundle, EngineOptions options)
            throws PolicyRejectedException {
        return load(bundle, options, Program::compile);
    }

    /**
     * As {@link #load(PolicyBundle, EngineOptions)}, for measuring: an engine that tells somebody
     * of all calls, and that one thread at a time may use.
     */
    public static RegoEngine loadObserved(
            PolicyBundle bundle, EngineOptions options, CallObserver observer)
            throws PolicyRejectedException {
        return load(bundle, options, (plan, builtins) -> Program.compile(plan, builtins, observer));
    }

    private static RegoEngine load(
            PolicyBundle bundle, EngineOptions options, PlanCompiler compiler)
            throws PolicyRejectedException {
        List<BuiltinFamily> families = new ArrayList<>(StandardBuiltins.families());
        families.addAll(options.families());
        BuiltinRegistry builtins = BuiltinRegistry.of(families);
        try {
            Plan plan = PlanReader.read(bundle.planJson());
            List<String> problems = new CallCheck(plan, builtins, options.reachingOut()).problems();
            if (!problems.isEmpty()) {
                throw new PolicyRejectedException(problems);
            }
            return new RegoEngine(compiler.compile(plan, builtins), bundle.data(), options);
        } catch (MalformedPlanException e) {
            throw new PolicyRejectedException(List.of(String.valueOf(e.getMessage())));
        }
    }

    /** The same policy over other data. */
    public RegoEngine withData(RegoObject changed) {
        return new RegoEngine(program, changed, options);
    }

    /** Sorted: {@code a/b/allow}. */
    public Set<String> entryPoints() {
        return new TreeSet<>(program.entryPoints());
    }

    /**
     * Evaluates an entry point.
     *
     * @param entryPoint one of {@link #entryPoints()}
     * @param input the input document, or null for none
     * @throws IllegalArgumentException if there is no such entry point
     */
    public EvaluationOutcome evaluate(
            String entryPoint, @Nullable RegoValue input, EvaluationOptions how) {
        EvaluationOutcome outcome = query(entryPoint, input, how);
        if (!(outcome instanceof EvaluationOutcome.Defined(RegoValue results, var report))
                || !(results instanceof RegoSet set)) {
            return outcome;
        }
        RegoValue value =
                set.size() == 1 && set.elementAt(0) instanceof RegoObject bindings
                        ? bindings.get(RESULT)
                        : null;
        return value == null
                ? new EvaluationOutcome.Undefined(report)
                : new EvaluationOutcome.Defined(value, report);
    }

    /**
     * Runs the plan of a query of any form; defined outcomes are the set of its results, each an
     * object of the query's variables. The plans of entry points bind {@code result} alone.
     */
    public EvaluationOutcome query(
            String entryPoint, @Nullable RegoValue input, EvaluationOptions how) {
        if (!program.entryPoints().contains(entryPoint)) {
            throw new IllegalArgumentException("no entry point " + entryPoint);
        }
        EvaluationLimits limits = how.limits();
        var evaluation =
                new Evaluation(
                        new Limits(
                                limits.time().toNanos(),
                                limits.steps(),
                                limits.bytes(),
                                limits.nesting()),
                        how.strictErrors(),
                        new Nondeterminism(this::nowNanos, options.randomness(), how.replayed()),
                        how.cancellation()::isCancelled);
        try {
            RegoSet results = program.run(entryPoint, input, data, evaluation);
            EvaluationReport report = report(evaluation);
            return results.isEmpty()
                    ? new EvaluationOutcome.Undefined(report)
                    : new EvaluationOutcome.Defined(results, report);
        } catch (EvaluationFailedException e) {
            return new EvaluationOutcome.Failed(
                    EvaluationOutcome.Cause.POLICY,
                    e.code(),
                    e.problem(),
                    e.location().toString(),
                    report(evaluation));
        } catch (EvaluationStoppedException e) {
            return stopped(cause(e.reason()), e.reason().message(), evaluation);
        } catch (ValueTooDeepException e) {
            return stopped(
                    EvaluationOutcome.Cause.DEPTH, String.valueOf(e.getMessage()), evaluation);
        } catch (StackOverflowError e) {
            // The limits on nesting keep this from happening on a stack of usual size.
            return stopped(EvaluationOutcome.Cause.DEPTH, "the thread's stack is full", evaluation);
        } catch (RuntimeException e) {
            return new EvaluationOutcome.Failed(
                    EvaluationOutcome.Cause.INTERNAL,
                    "eval_internal_error",
                    String.valueOf(e),
                    evaluation.location(),
                    report(evaluation));
        }
    }

    private static EvaluationOutcome stopped(
            EvaluationOutcome.Cause cause, String message, Evaluation evaluation) {
        return new EvaluationOutcome.Failed(
                cause, "eval_cancel_error", message, evaluation.location(), report(evaluation));
    }

    private static EvaluationOutcome.Cause cause(EvaluationStoppedException.Reason reason) {
        return switch (reason) {
            case CANCELLED -> EvaluationOutcome.Cause.CANCELLED;
            case DEADLINE -> EvaluationOutcome.Cause.DEADLINE;
            case STEPS -> EvaluationOutcome.Cause.STEPS;
            case MEMORY -> EvaluationOutcome.Cause.MEMORY;
            case DEPTH -> EvaluationOutcome.Cause.DEPTH;
        };
    }

    private static EvaluationReport report(Evaluation evaluation) {
        return new EvaluationReport(
                evaluation.recorded(),
                evaluation.printed(),
                evaluation.notes(),
                evaluation.steps(),
                evaluation.bytes());
    }

    private long nowNanos() {
        Instant now = options.clock().instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }
}
