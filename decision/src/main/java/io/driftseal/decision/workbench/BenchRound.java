package io.driftseal.decision.workbench;

/**
 * One after the other on a machine that has not changed much meanwhile.
 *
 * @param embedded evaluations in the embedded engine, the input ready
 * @param decision whole decisions in it: the input converted and hashed, the answer read
 * @param opa evaluations by {@code opa bench}, the input ready
 */
public record BenchRound(EngineFigures embedded, EngineFigures decision, EngineFigures opa) {

    /**
     * How many evaluations the embedded engine makes while OPA makes one, by their medians: what
     * else the machine does meanwhile is in the means.
     */
    public double ratio() {
        return (double) opa.median().toNanos() / Math.max(1, embedded.median().toNanos());
    }
}
