package io.driftseal.decision.loading;

import io.driftseal.decision.PolicyEngine;
import io.driftseal.decision.bundle.EngineStartException;
import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.bundle.PolicyRefusedException;

/** Makes an engine of policies, ready to answer. */
@FunctionalInterface
public interface EngineLoader {

    /**
     * @throws PolicyRefusedException where the policies may not be loaded, or this engine cannot
     *     run them; with file and line
     * @throws EngineStartException where it is not for the policies that it does not start
     */
    PolicyEngine load(PolicyBundle policies) throws PolicyRefusedException, EngineStartException;
}
