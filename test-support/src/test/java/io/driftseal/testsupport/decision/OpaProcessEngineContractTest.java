package io.driftseal.testsupport.decision;

import io.driftseal.decision.PolicyEngine;
import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.evaluation.EvaluationBounds;
import io.driftseal.decision.opa.OpaProcessEngine;
import io.driftseal.testsupport.ProgramLocator;
import java.nio.file.Path;

/** OPA as a child process keeps the contract. A missing program fails it: ./driftseal tools. */
final class OpaProcessEngineContractTest extends RegoEngineContract {

    @Override
    protected PolicyEngine start(Path directory, EvaluationBounds bounds) throws Exception {
        return OpaProcessEngine.start(
                ProgramLocator.ofProcess().locate("opa"), PolicyBundle.read(directory), bounds);
    }
}
