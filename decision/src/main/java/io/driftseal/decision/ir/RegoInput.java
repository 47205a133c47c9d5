package io.driftseal.decision.ir;

import io.driftseal.rego.json.KeyCache;
import io.driftseal.rego.value.Construction;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoNull;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonBoolean;
import io.driftseal.workload.json.JsonNull;
import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.util.List;

/**
 * Our trees as the engine's values, made from the nodes themselves: nothing is written and read
 * again. Texts are shared. A tree is as deep as its reader allowed, which is far below what the
 * engine takes.
 */
final class RegoInput {

    private RegoInput() {}

    static RegoValue of(JsonValue value) {
        return switch (value) {
            case JsonString text -> RegoString.of(text.value());
            case JsonObject object -> object(object);
            case JsonArray array -> array(array.items());
            case JsonNumber number -> RegoNumber.parse(number.literal());
            case JsonBoolean flag -> RegoBoolean.of(flag.value());
            case JsonNull ignored -> RegoNull.NULL;
        };
    }

    private static RegoObject object(JsonObject object) {
        RegoObject built = Construction.object(object.members().size());
        object.members()
                .forEach((name, value) ->
                        Construction.insertNew(built, KeyCache.key(name), of(value)));
        return built;
    }

    private static RegoArray array(List<JsonValue> items) {
        RegoValue[] built = new RegoValue[items.size()];
        for (int i = 0; i < built.length; i++) {
            built[i] = of(items.get(i));
        }
        return Construction.arrayOwning(built, built.length);
    }
}
