package io.driftseal.workload.json;

/**
 * One node of an immutable JSON tree. Equality is equality of meaning: {@code 1} equals {@code
 * 1.0}, members have no order.
 */
public sealed interface JsonValue
        permits JsonObject, JsonArray, JsonString, JsonNumber, JsonBoolean, JsonNull {

    static JsonValue of(String value) {
        return new JsonString(value);
    }

    static JsonValue of(long value) {
        return JsonNumber.of(value);
    }

    static JsonValue of(boolean value) {
        return JsonBoolean.of(value);
    }
}
