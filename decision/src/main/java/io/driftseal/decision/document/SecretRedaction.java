package io.driftseal.decision.document;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Replaces what may hold a secret by a digest of it, so that input documents may be kept, shown and
 * replayed. Goes by member names wherever they occur, not by kind: a pod spec is redacted in every
 * object that has one, also in kinds and fields newer than this program.
 *
 * <p>Replaced: the literal values of environment variables, every item of {@code command} and
 * {@code args}, values of HTTP headers of probes, and kubectl's copy of the whole object. Left out:
 * {@code managedFields}, which names fields only and is as large as the object.
 */
public final class SecretRedaction {

    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
    private static final Set<String> NAMED_VALUES = Set.of("env", "httpHeaders");
    private static final Set<String> ARGUMENTS = Set.of("command", "args");

    /** Enough to tell two values apart; the prefix keeps it from looking like one of them. */
    private static final int DIGEST_CHARACTERS = 16;

    private SecretRedaction() {}

    /** The tree with secrets replaced. Applying it twice changes the digests, not the shape. */
    public static JsonObject of(JsonObject tree) {
        var builder = JsonObject.builder();
        tree.members()
                .forEach((name, value) -> {
                    if (!name.equals("managedFields")) {
                        builder.put(name, member(name, value));
                    }
                });
        return builder.build();
    }

    /** {@code sha256:} and the first 16 hex characters. */
    public static String digest(String text) {
        String hex = CanonicalDocument.sha256(text.getBytes(StandardCharsets.UTF_8));
        return "sha256:" + hex.substring(0, DIGEST_CHARACTERS);
    }

    private static JsonValue member(String name, JsonValue value) {
        if (ARGUMENTS.contains(name) && value instanceof JsonArray array) {
            return arguments(array);
        }
        if (NAMED_VALUES.contains(name) && value instanceof JsonArray array) {
            return namedValues(array);
        }
        if (name.equals(LAST_APPLIED) && value instanceof JsonString text) {
            return new JsonString(digest(text.value()));
        }
        return nested(value);
    }

    private static JsonValue nested(JsonValue value) {
        return switch (value) {
            case JsonObject object -> of(object);
            case JsonArray array -> mapped(array, SecretRedaction::nested);
            default -> value;
        };
    }

    private static JsonValue arguments(JsonArray array) {
        return mapped(
                array, item -> item instanceof JsonString text ? digested(text) : nested(item));
    }

    private static JsonValue namedValues(JsonArray array) {
        return mapped(
                array,
                item ->
                        item instanceof JsonObject entry
                                        && entry.members().get("value") instanceof JsonString text
                                ? of(entry).with("value", digested(text))
                                : nested(item));
    }

    private static JsonString digested(JsonString text) {
        return new JsonString(digest(text.value()));
    }

    private static JsonArray mapped(
            JsonArray array, java.util.function.UnaryOperator<JsonValue> step) {
        List<JsonValue> items = new ArrayList<>(array.items().size());
        array.items().forEach(item -> items.add(step.apply(item)));
        return new JsonArray(items);
    }
}
