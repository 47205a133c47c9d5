package io.driftseal.rego.evaluation;

/**
 * What one evaluation may cost. At each bound the evaluation ends with an outcome that says which.
 *
 * @param nanos time on the clock
 * @param steps elements scanned, calls made, and what builtins count
 * @param bytes memory of the values made, roughly, whether they are still needed or not
 * @param nesting blocks within blocks, over all calls: what becomes the thread's stack
 */
public record Limits(long nanos, long steps, long bytes, int nesting) {

    public Limits {
        if (nanos <= 0 || steps <= 0 || bytes <= 0 || nesting <= 0) {
            throw new IllegalArgumentException("limits are positive");
        }
    }
}
