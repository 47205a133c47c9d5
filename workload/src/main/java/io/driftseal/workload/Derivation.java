package io.driftseal.workload;

/** Whether a child is what its owner's template makes of it. */
public final class Derivation {

    private Derivation() {}

    /**
     * What of the child neither the template nor a named transformation explains; empty if all is.
     */
    public static Difference unexplained(Workload owner, Workload child) {
        throw new UnsupportedOperationException("the derivation is not built yet");
    }
}
