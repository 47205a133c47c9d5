package io.driftseal.rego.builtin;

import io.driftseal.rego.value.RegoValue;
import org.jspecify.annotations.Nullable;

/** One builtin function. Shared by all threads. */
@FunctionalInterface
public interface Builtin {

    /**
     * Calls it.
     *
     * @param arguments as many as declared, none null; the callee may neither keep the array, which
     *     the next call writes over, nor change it
     * @return the result, or null for undefined
     * @throws BuiltinException where OPA reports an error
     * @throws EvaluationStoppedException out of {@code context}, at a limit or when cancelled
     */
    @Nullable RegoValue call(BuiltinContext context, RegoValue[] arguments);

    /**
     * Called once for every place in a plan that calls it, when the plan is loaded.
     *
     * @param constants per argument its value where the plan fixes it, else null
     * @return the builtin to call at that place; this one by default
     */
    default Builtin prepare(@Nullable RegoValue[] constants) {
        return this;
    }
}
