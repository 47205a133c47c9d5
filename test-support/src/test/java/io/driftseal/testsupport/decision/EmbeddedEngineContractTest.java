package io.driftseal.testsupport.decision;

import io.driftseal.decision.PolicyEngine;
import io.driftseal.decision.bundle.CompiledPolicies;
import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.bundle.PolicyCompiler;
import io.driftseal.decision.evaluation.EvaluationBounds;
import io.driftseal.decision.ir.EmbeddedEngine;
import io.driftseal.testsupport.ProgramLocator;
import java.nio.file.Path;

/** Rego inside this process keeps the contract. */
final class EmbeddedEngineContractTest extends RegoEngineContract {

    @Override
    protected PolicyEngine start(Path directory, EvaluationBounds bounds) throws Exception {
        var compiler =
                new PolicyCompiler(
                        ProgramLocator.ofProcess().locate("opa"),
                        EmbeddedEngine.TARGET,
                        CompiledPolicies.NOWHERE);
        return EmbeddedEngine.load(PolicyBundle.read(directory), compiler, bounds);
    }
}
