package io.driftseal.rego.builtin;

import io.driftseal.rego.value.RegoValue;
import java.util.Random;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** A context that counts, and stops at a limit. */
public final class CountingContext implements BuiltinContext {

    private final long maximumSteps;
    private final long maximumBytes;
    private long steps;
    private long bytes;

    public CountingContext(long maximumSteps, long maximumBytes) {
        this.maximumSteps = maximumSteps;
        this.maximumBytes = maximumBytes;
    }

    @Override
    public long nowNanos() {
        return 1_700_000_000_000_000_000L;
    }

    @Override
    public RegoValue nondeterministic(
            String builtin, RegoValue arguments, Function<RandomGenerator, RegoValue> maker) {
        return maker.apply(new Random(1));
    }

    @Override
    public void step(long count) {
        steps += count;
        if (steps > maximumSteps) {
            throw new EvaluationStoppedException(EvaluationStoppedException.Reason.STEPS);
        }
    }

    @Override
    public void allocate(long more) {
        bytes += more;
        if (bytes > maximumBytes) {
            throw new EvaluationStoppedException(EvaluationStoppedException.Reason.MEMORY);
        }
    }

    @Override
    public void print(String line) {
        throw new UnsupportedOperationException("print");
    }

    @Override
    public void trace(String note) {
        throw new UnsupportedOperationException("trace");
    }

    @Override
    public boolean strictErrors() {
        return true;
    }

    @Override
    public String location() {
        return "policy.rego:1";
    }
}
