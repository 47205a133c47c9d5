package io.driftseal.decision.ir;

import io.driftseal.decision.Cause;
import io.driftseal.decision.evaluation.EngineAnswer;
import io.driftseal.rego.json.RegoJsonWriter;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoNull;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoSet;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonBoolean;
import io.driftseal.workload.json.JsonNull;
import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/**
 * The engine's values as our trees, in the form that OPA gives them in JSON: a set is an array, a
 * key that is no text is written as one. As an answer that comes over the wire it is bounded in
 * size, depth and number of values, and refused where our trees would not hold it.
 */
final class RegoAnswer {

    private long characters;
    private int nodes;

    private RegoAnswer() {}

    static EngineAnswer of(RegoValue value) {
        try {
            return EngineAnswer.ofValue(new RegoAnswer().tree(value, 0));
        } catch (TooLargeException e) {
            return EngineAnswer.tooLarge();
        } catch (IllegalArgumentException e) {
            // Half a character, a number of thousands of digits, two keys that are one in JSON.
            return new EngineAnswer.None(Cause.MALFORMED, "answer is not one JSON object");
        }
    }

    private JsonValue tree(RegoValue value, int depth) {
        if (++nodes > EngineAnswer.LIMITS.maximumNodes()
                || depth > EngineAnswer.LIMITS.maximumDepth()) {
            throw new IllegalArgumentException("beyond the bounds of an answer");
        }
        return switch (value) {
            case RegoString text -> text(text);
            case RegoObject object -> object(object, depth + 1);
            case RegoArray array -> array(array.items(), depth + 1);
            case RegoSet set -> array(set.toList(), depth + 1);
            case RegoNumber number -> new JsonNumber(number.literal());
            case RegoBoolean flag -> JsonBoolean.of(flag.value());
            case RegoNull ignored -> JsonNull.INSTANCE;
        };
    }

    private JsonString text(RegoString text) {
        count(text);
        return new JsonString(text.text());
    }

    private JsonObject object(RegoObject object, int depth) {
        JsonObject.Builder built = JsonObject.builder();
        for (int i = 0; i < object.size(); i++) {
            RegoString name = RegoJsonWriter.name(object.keyAt(i));
            count(name);
            built.put(name.text(), tree(object.valueAt(i), depth));
        }
        return built.build();
    }

    private JsonArray array(List<RegoValue> items, int depth) {
        List<JsonValue> built = new ArrayList<>(items.size());
        for (RegoValue item : items) {
            built.add(tree(item, depth));
        }
        return new JsonArray(built);
    }

    private void count(RegoString text) {
        characters += text.text().length();
        if (characters > EngineAnswer.MAXIMUM_BYTES) {
            throw new TooLargeException();
        }
    }

    /** More than anybody wants to read. */
    private static final class TooLargeException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
