package io.driftseal.workload;

import java.util.List;
import java.util.Optional;

/** Whether a child is what its owner's template makes of it. */
public final class Derivation {

    private Derivation() {}

    /**
     * What of the child neither the template nor a named transformation explains; empty if all is.
     */
    public static Difference unexplained(Workload owner, Workload child) {
        return new Difference(
                List.of(
                        new FieldChange(
                                "spec", Optional.empty(), Optional.of("not compared yet"))));
    }
}
