package io.driftseal.decision.document;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
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
    private static final int DIGEST_BYTES = 8;

    /** One for the whole tree: looking up the algorithm costs as much as hashing a short text. */
    private final MessageDigest sha256 = CanonicalDocument.sha256();

    private SecretRedaction() {}

    /**
     * The tree with secrets replaced; what holds none is shared and not copied. Applying it twice
     * changes the digests, not the shape.
     */
    public static JsonObject of(JsonObject tree) {
        return new SecretRedaction().object(tree);
    }

    /** {@code sha256:} and the first 16 hex characters. */
    public static String digest(String text) {
        return new SecretRedaction().digested(text);
    }

    private JsonObject object(JsonObject tree) {
        return tree.without("managedFields").withEach(this::member);
    }

    private JsonValue member(String name, JsonValue value) {
        if (value instanceof JsonArray array) {
            if (ARGUMENTS.contains(name)) {
                return arguments(array);
            }
            if (NAMED_VALUES.contains(name)) {
                return namedValues(array);
            }
        }
        if (name.equals(LAST_APPLIED) && value instanceof JsonString text) {
            return digested(text);
        }
        return nested(value);
    }

    private JsonValue nested(JsonValue value) {
        return switch (value) {
            case JsonObject object -> object(object);
            case JsonArray array -> array.withEach(this::nested);
            default -> value;
        };
    }

    private JsonArray arguments(JsonArray array) {
        return array.withEach(
                item -> item instanceof JsonString text ? digested(text) : nested(item));
    }

    private JsonArray namedValues(JsonArray array) {
        return array.withEach(item ->
                item instanceof JsonObject entry
                                && entry.members().get("value") instanceof JsonString text
                        ? object(entry).with("value", digested(text))
                        : nested(item));
    }

    private JsonString digested(JsonString text) {
        return new JsonString(digested(text.value()));
    }

    private String digested(String text) {
        byte[] digest = sha256.digest(text.getBytes(StandardCharsets.UTF_8));
        return "sha256:" + HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    }
}
