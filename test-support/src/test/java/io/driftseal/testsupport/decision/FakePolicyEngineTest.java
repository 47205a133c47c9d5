package io.driftseal.testsupport.decision;

import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.PolicyEngine;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import java.util.Optional;

/** The fake keeps the contract that it stands in for. */
final class FakePolicyEngineTest extends PolicyEngineContract {

    @Override
    protected PolicyEngine start() {
        return new FakePolicyEngine()
                .answer(
                        EntryPoint.ADMISSION,
                        input -> input.find("name").map(name -> JsonObject.of("seen", name)))
                .answer(EntryPoint.DRIFT, input -> Optional.of(new JsonString("allow")))
                .answer(EntryPoint.RESPONSE, "{}");
    }
}
