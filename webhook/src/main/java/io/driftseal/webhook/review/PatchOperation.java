package io.driftseal.webhook.review;

import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import java.util.Optional;

/**
 * One operation of a JSON patch (RFC 6902).
 *
 * @param path JSON pointer, escaped
 * @param value absent for {@code remove}
 */
public record PatchOperation(String operation, String path, Optional<JsonValue> value) {

    public static PatchOperation add(String path, JsonValue value) {
        return new PatchOperation("add", path, Optional.of(value));
    }

    public static PatchOperation replace(String path, JsonValue value) {
        return new PatchOperation("replace", path, Optional.of(value));
    }

    public static PatchOperation remove(String path) {
        return new PatchOperation("remove", path, Optional.empty());
    }

    /** One step of a pointer: {@code ~} and {@code /} escaped. */
    public static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    public JsonObject document() {
        JsonObject document = JsonObject.builder().put("op", operation).put("path", path).build();
        return value.map(v -> document.with("value", v)).orElse(document);
    }
}
