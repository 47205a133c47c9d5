package io.driftseal.decision.workbench;

import io.driftseal.decision.bundle.CompiledPolicies;
import io.driftseal.decision.bundle.EngineStartException;
import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.bundle.PolicyCompiler;
import io.driftseal.decision.bundle.PolicyRefusedException;
import io.driftseal.decision.evaluation.EvaluationBounds;
import io.driftseal.decision.ir.EmbeddedEngine;
import java.nio.file.Path;

/** Loads policies as a service does, and lets go of them again. */
public final class Loading {

    private Loading() {}

    /**
     * Checks, compiles and loads into the embedded engine; nothing is kept.
     *
     * @param opa the OPA program
     * @throws PolicyRefusedException with all that the first of these stages refuses
     * @throws EngineStartException where the program cannot be run
     */
    public static void tryOut(PolicyBundle bundle, Path opa)
            throws PolicyRefusedException, EngineStartException {
        var compiler = new PolicyCompiler(opa, EmbeddedEngine.TARGET, CompiledPolicies.NOWHERE);
        EmbeddedEngine.load(bundle, compiler, EvaluationBounds.inProcess()).close();
    }
}
