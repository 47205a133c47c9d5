package io.driftseal.decision.wasm;

import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.value.RegoValue;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What a lent built-in may use in one call: neither clock nor chance, for its value is a function
 * of its arguments, and no more work and memory than this. Past that, and at the deadline, which
 * interrupts the thread, the evaluation ends.
 */
final class LentCall implements BuiltinContext {

    private static final long MAXIMUM_STEPS = 10_000_000;
    private static final long MAXIMUM_BYTES = 64L * 1024 * 1024;

    private long steps;
    private long bytes;

    @Override
    public long nowNanos() {
        throw new IllegalStateException("no clock");
    }

    @Override
    public RegoValue nondeterministic(
            String builtin, RegoValue arguments, Function<RandomGenerator, RegoValue> maker) {
        throw new IllegalStateException("no chance");
    }

    @Override
    public void step(long count) {
        steps += count;
        if (steps > MAXIMUM_STEPS) {
            throw new IllegalStateException("more than " + MAXIMUM_STEPS + " steps in one call");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("interrupted");
        }
    }

    @Override
    public void allocate(long count) {
        bytes += count;
        if (bytes > MAXIMUM_BYTES) {
            throw new IllegalStateException("more than " + MAXIMUM_BYTES + " bytes in one call");
        }
    }

    @Override
    public void print(String line) {
        // Nobody reads it.
    }

    @Override
    public void trace(String note) {
        // Nobody reads it.
    }

    @Override
    public boolean strictErrors() {
        return true;
    }

    @Override
    public String location() {
        return "";
    }
}
