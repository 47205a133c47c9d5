package io.driftseal.decision.loading;

import io.driftseal.decision.RepeatingEngine;
import io.driftseal.decision.bundle.CompiledPolicies;
import io.driftseal.decision.bundle.EngineStartException;
import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.bundle.PolicyCompiler;
import io.driftseal.decision.bundle.PolicyRefusedException;
import io.driftseal.decision.evaluation.EvaluationBounds;
import io.driftseal.decision.ir.EmbeddedEngine;
import io.driftseal.decision.opa.OpaProcessEngine;
import io.driftseal.decision.server.OpaServerEngine;
import io.driftseal.decision.server.PolicyServer;
import io.driftseal.decision.wasm.WasmEngine;
import java.nio.file.Path;
import java.util.Optional;

/** The one place that knows every engine. */
public final class PolicyEngines {

    private PolicyEngines() {}

    /**
     * @param opa the OPA program, which every engine of this machine compiles or runs with
     * @param compiled what need not be compiled
     * @param server asked by the engine of that kind, whose policies are its own
     */
    public static EngineLoader loader(
            EngineKind kind, Path opa, CompiledPolicies compiled, Optional<PolicyServer> server) {
        return switch (kind) {
            case EMBEDDED -> {
                var compiler = new PolicyCompiler(opa, EmbeddedEngine.TARGET, compiled);
                yield policies ->
                        EmbeddedEngine.load(policies, compiler, EvaluationBounds.inProcess());
            }
            case PROCESS ->
                    policies -> OpaProcessEngine.start(opa, policies, EvaluationBounds.elsewhere());
            case WASM -> {
                var compiler = new PolicyCompiler(opa, WasmEngine.TARGET, compiled);
                yield policies -> WasmEngine.load(policies, compiler, EvaluationBounds.inProcess());
            }
            case SERVER -> {
                PolicyServer asked = server.orElseThrow();
                yield ignored -> OpaServerEngine.connect(asked, EvaluationBounds.elsewhere());
            }
        };
    }

    /**
     * An engine of this process that evaluates kept decisions again.
     *
     * @param opa the OPA program, which compiles
     * @throws PolicyRefusedException with file and line, where the policies may not be loaded
     * @throws EngineStartException where the program cannot be run
     */
    public static RepeatingEngine repeating(Path opa, PolicyBundle bundle)
            throws PolicyRefusedException, EngineStartException {
        return EmbeddedEngine.load(
                bundle,
                new PolicyCompiler(opa, EmbeddedEngine.TARGET, CompiledPolicies.NOWHERE),
                EvaluationBounds.inProcess());
    }
}
