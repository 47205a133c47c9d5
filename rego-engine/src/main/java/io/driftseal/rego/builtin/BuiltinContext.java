package io.driftseal.rego.builtin;

import io.driftseal.rego.value.RegoValue;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** What a builtin may know and use of the evaluation that calls it. One thread at a time. */
public interface BuiltinContext {

    /** The evaluation's time in nanoseconds since 1970: the same at every call, recorded. */
    long nowNanos();

    /**
     * A value that is not a function of the arguments. Made once per evaluation for a builtin and
     * its arguments, recorded in the outcome; in a replay the recorded value is answered instead.
     *
     * @param builtin its name
     * @param arguments what the value depends on
     * @param maker makes it from the evaluation's source of randomness
     */
    RegoValue nondeterministic(
            String builtin, RegoValue arguments, Function<RandomGenerator, RegoValue> maker);

    /**
     * Counts {@code count} steps of work; about one per element looked at.
     *
     * @throws EvaluationStoppedException over the limit of steps or time, or when cancelled
     */
    void step(long count);

    /**
     * Counts memory that the builtin is about to use, in bytes, roughly.
     *
     * @throws EvaluationStoppedException over the limit
     */
    void allocate(long bytes);

    /** A line for whoever reads what {@code print} said. */
    void print(String line);

    /** A note for whoever reads what {@code trace} said. */
    void trace(String note);

    /** Whether errors of builtins end the evaluation instead of being undefined. */
    boolean strictErrors();

    /** Where the call is written, {@code policy.rego:12}. */
    String location();
}
