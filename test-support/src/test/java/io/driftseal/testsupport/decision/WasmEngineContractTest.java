package io.driftseal.testsupport.decision;

import io.driftseal.decision.Cause;
import io.driftseal.decision.PolicyEngine;
import io.driftseal.decision.bundle.CompiledPolicies;
import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.bundle.PolicyCompiler;
import io.driftseal.decision.evaluation.EvaluationBounds;
import io.driftseal.decision.wasm.WasmEngine;
import io.driftseal.testsupport.ProgramLocator;
import java.nio.file.Path;

/** OPA's Wasm inside this process keeps the contract, but for the errors of its built-ins. */
final class WasmEngineContractTest extends RegoEngineContract {

    private static final int PLACES = 2;

    @Override
    protected PolicyEngine start(Path directory, EvaluationBounds bounds) throws Exception {
        var compiler =
                new PolicyCompiler(
                        ProgramLocator.ofProcess().locate("opa"),
                        WasmEngine.TARGET,
                        CompiledPolicies.NOWHERE);
        // An instance takes a second to make: as many as are needed to be at once.
        var places =
                new EvaluationBounds(
                        bounds.deadline(),
                        Math.min(bounds.maximumConcurrent(), PLACES),
                        bounds.maximumWait());
        return WasmEngine.load(PolicyBundle.read(directory), compiler, places);
    }

    /** Wasm has no strict mode. */
    @Override
    protected Cause failedBuiltin() {
        return Cause.UNDEFINED;
    }
}
