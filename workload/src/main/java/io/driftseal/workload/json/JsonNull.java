package io.driftseal.workload.json;

/** The literal {@code null}. */
public record JsonNull() implements JsonValue {

    public static final JsonNull INSTANCE = new JsonNull();

    @Override
    public String toString() {
        return "null";
    }
}
