package io.driftseal.workload.json;

import java.util.List;

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

    @Override
    public String toString() {
        return JsonWriter.writeString(this);
    }
}
