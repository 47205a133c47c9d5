package io.driftseal.workload;

import io.driftseal.workload.FieldRules.Reach;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonNull;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.JsonWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Replaces what may hold a secret by a short digest, so that a form can be kept and two forms
 * compared without showing it. The digest has no key: who can guess a value can confirm the guess.
 */
final class Redaction {

    /**
     * 48 bits: enough to tell two values apart, too few to be the value's fingerprint elsewhere.
     */
    private static final int DIGEST_BYTES = 6;

    /** Longer texts are configuration, not a name or a path, wherever they stand. */
    private static final int LONGEST_SHOWN = 512;

    private Redaction() {}

    static JsonObject object(JsonObject object, FieldRules rules) {
        var redacted = JsonObject.builder();
        object.members()
                .forEach((name, value) ->
                        redacted.put(
                                name,
                                rules.hidesMember(name)
                                        ? digest(value)
                                        : value(value, rules.member(name))));
        return redacted.build();
    }

    private static JsonValue value(JsonValue value, FieldRules rules) {
        if (rules.redaction() == Reach.VALUE) {
            return digest(value);
        }
        return switch (value) {
            case JsonObject object -> object(object, rules);
            case JsonArray array -> array(array, rules);
            case JsonString text when text.value().length() > LONGEST_SHOWN -> digest(text);
            default -> value;
        };
    }

    private static JsonArray array(JsonArray array, FieldRules rules) {
        List<JsonValue> items = new ArrayList<>(array.items().size());
        for (JsonValue item : array.items()) {
            items.add(value(item, rules.items()));
        }
        return new JsonArray(items);
    }

    /** An empty text stays: it holds nothing, and that it is empty matters to the reader. */
    private static JsonValue digest(JsonValue value) {
        if (value instanceof JsonNull || (value instanceof JsonString t && t.value().isEmpty())) {
            return value;
        }
        byte[] hash = Sha256.of(JsonWriter.write(value));
        return new JsonString(
                "sha256:" + HexFormat.of().formatHex(Arrays.copyOf(hash, DIGEST_BYTES)));
    }
}
