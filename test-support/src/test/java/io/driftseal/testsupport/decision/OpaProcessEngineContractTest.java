package io.driftseal.testsupport.decision;

import io.driftseal.decision.PolicyEngine;
import io.driftseal.decision.opa.OpaProcessEngine;
import io.driftseal.decision.opa.OpaProcessSettings;
import io.driftseal.testsupport.ProgramLocator;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** OPA as a child process keeps the contract. A missing program fails it: ./driftseal tools. */
final class OpaProcessEngineContractTest extends PolicyEngineContract {

    @TempDir private Path policies;

    @Override
    protected PolicyEngine start() throws Exception {
        writePolicies(policies);
        return OpaProcessEngine.start(
                OpaProcessSettings.of(ProgramLocator.ofProcess().locate("opa"), policies));
    }
}
