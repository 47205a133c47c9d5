package io.driftseal.testsupport.decision;

import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.PolicyEngine;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonNull;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.util.List;
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
                .answer(EntryPoint.RESPONSE, "{}")
                .answer(EntryPoint.GRANT, FakePolicyEngineTest::row);
    }

    private static Optional<JsonValue> row(JsonObject input) {
        return switch (input.string("row").orElse("")) {
            case "empty" -> Optional.of(JsonObject.EMPTY);
            case "text" -> Optional.of(new JsonString("allow"));
            case "list" -> Optional.of(new JsonArray(List.of(JsonObject.EMPTY)));
            case "true" -> Optional.of(JsonValue.of(true));
            case "number" -> Optional.of(JsonValue.of(1));
            case "null" -> Optional.of(JsonNull.INSTANCE);
            default -> Optional.empty();
        };
    }
}
