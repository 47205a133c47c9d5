package io.driftseal.workload.json;

import java.util.List;
import java.util.function.UnaryOperator;

/** An ordered list of values. */
public record JsonArray(List<JsonValue> items) implements JsonValue {

    public static final JsonArray EMPTY = new JsonArray(List.of());

    public JsonArray {
        items = List.copyOf(items);
    }

    public static JsonArray of(JsonValue... items) {
        return new JsonArray(List.of(items));
    }

    public static JsonArray ofStrings(Iterable<String> texts) {
        var items = new java.util.ArrayList<JsonValue>();
        texts.forEach(text -> items.add(new JsonString(text)));
        return new JsonArray(items);
    }

    /**
     * Each item as the step has it; this very list where the step gives every item back as it was.
     */
    @SuppressWarnings("ReferenceEquality") // unchanged means the same item, not an equal one
    public JsonArray withEach(UnaryOperator<JsonValue> step) {
        JsonValue[] changed = new JsonValue[items.size()];
        boolean same = true;
        for (int i = 0; i < changed.length; i++) {
            changed[i] = step.apply(items.get(i));
            same &= changed[i] == items.get(i);
        }
        return same ? this : of(changed);
    }

    @Override
    public String toString() {
        return JsonWriter.writeString(this);
    }
}
