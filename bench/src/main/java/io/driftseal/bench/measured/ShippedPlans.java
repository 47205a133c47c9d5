package io.driftseal.bench.measured;

import io.driftseal.decision.bundle.CompiledPolicies;
import io.driftseal.decision.bundle.EngineStartException;
import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.bundle.PolicyCompiler;
import io.driftseal.decision.bundle.PolicyRefusedException;
import io.driftseal.decision.ir.EmbeddedEngine;
import java.nio.file.Path;

/** The policies of an image, compiled when it is made, so that no start of it compiles them. */
public final class ShippedPlans {
    private ShippedPlans() {}

    /**
     * Checks and compiles them.
     *
     * @param directory for what is compiled
     * @return the one file, whose name says what it was made from
     */
    public static Path compile(Path policies, Path opa, Path directory) {
        try {
            return new PolicyCompiler(opa, EmbeddedEngine.TARGET, CompiledPolicies.NOWHERE)
                    .ship(PolicyBundle.read(policies), directory);
        } catch (PolicyRefusedException | EngineStartException e) {
            throw new IllegalStateException("the shipped policies cannot be compiled", e);
        }
    }
}
