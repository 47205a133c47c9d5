package io.driftseal.kubernetes;

import io.driftseal.workload.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One request to a sub-resource of an object, made to see what is answered.
 *
 * @param method HTTP method
 * @param subResource below the object, {@code exec}; may go on behind it, {@code proxy/healthz}
 * @param query parameters, unencoded
 * @param contentType of the body, empty without one
 * @param body absent where there is none
 */
public record Knock(
        String method,
        String subResource,
        Map<String, String> query,
        String contentType,
        Optional<JsonValue> body) {

    private static final Map<String, String> DRY_RUN = Map.of("dryRun", "All");

    public Knock {
        Objects.requireNonNull(method, "method");
        if (subResource.isBlank()) {
            throw new IllegalArgumentException("a knock needs a sub-resource");
        }
        query = Map.copyOf(new LinkedHashMap<>(query));
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(body, "body");
    }

    /** A connection. There is no dry run of one: what answers must have nothing behind it. */
    public static Knock connect(String subResource, Map<String, String> query) {
        return new Knock("GET", subResource, query, "", Optional.empty());
    }

    /** A creation that is not stored. */
    public static Knock createDryRun(String subResource, JsonValue body) {
        return new Knock("POST", subResource, DRY_RUN, "application/json", Optional.of(body));
    }

    /** A merge or strategic merge patch that is not stored. */
    public static Knock patchDryRun(String subResource, String contentType, JsonValue body) {
        return new Knock("PATCH", subResource, DRY_RUN, contentType, Optional.of(body));
    }

    /** A replacement that is not stored, where nothing can be patched. */
    public static Knock replaceDryRun(String subResource, JsonValue body) {
        return new Knock("PUT", subResource, DRY_RUN, "application/json", Optional.of(body));
    }
}
