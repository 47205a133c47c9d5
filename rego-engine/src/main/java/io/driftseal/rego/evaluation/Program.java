package io.driftseal.rego.evaluation;

import io.driftseal.rego.builtin.BuiltinRegistry;
import io.driftseal.rego.plan.MalformedPlanException;
import io.driftseal.rego.plan.Plan;
import io.driftseal.rego.value.RegoSet;
import io.driftseal.rego.value.RegoValue;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A compiled plan. Immutable; any number of evaluations run on it at once. */
public final class Program {

    private final Map<String, EntryPoint> entryPoints;
    private final int functionCount;

    Program(Map<String, EntryPoint> entryPoints, int functionCount) {
        this.entryPoints = entryPoints;
        this.functionCount = functionCount;
    }

    /**
     * Compiles a plan.
     *
     * @throws MalformedPlanException if it refers to something that it does not have, or to a
     *     builtin that is not in the registry
     */
    public static Program compile(Plan plan, BuiltinRegistry builtins)
            throws MalformedPlanException {
        return new ProgramCompiler(plan, builtins, null).compile();
    }

    /** As {@link #compile(Plan, BuiltinRegistry)}, with an observer of all calls. */
    public static Program compile(Plan plan, BuiltinRegistry builtins, CallObserver observer)
            throws MalformedPlanException {
        return new ProgramCompiler(plan, builtins, observer).compile();
    }

    /** A query, ready to run. */
    static final class EntryPoint {
        private final @Nullable RegoValue[] template;
        private final Node[] blocks;
        private final int nesting;

        EntryPoint(@Nullable RegoValue[] template, Node[] blocks, int nesting) {
            this.template = template;
            this.blocks = blocks;
            this.nesting = nesting;
        }
    }

    public Set<String> entryPoints() {
        return Collections.unmodifiableSet(entryPoints.keySet());
    }

    /**
     * Runs one entry point.
     *
     * @param input null is undefined
     * @return the set of its results, objects of variable names and values
     * @throws EvaluationFailedException where the policy has no answer
     * @throws io.driftseal.rego.builtin.EvaluationStoppedException at a limit or when cancelled
     */
    public RegoSet run(
            String entryPoint, @Nullable RegoValue input, RegoValue data, Evaluation evaluation) {
        EntryPoint entry = entryPoints.get(entryPoint);
        if (entry == null) {
            throw new IllegalArgumentException("no entry point " + entryPoint);
        }
        evaluation.begin(functionCount);
        evaluation.enter(entry.nesting);
        @Nullable RegoValue[] frame = entry.template.clone();
        frame[0] = input;
        frame[1] = data;
        for (Node block : entry.blocks) {
            if (block.run(evaluation, frame) == Node.RETURN) {
                break;
            }
        }
        return evaluation.results();
    }
}
