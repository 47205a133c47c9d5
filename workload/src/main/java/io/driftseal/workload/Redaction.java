package io.driftseal.workload;

import io.driftseal.workload.FieldRules.Reach;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonNull;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.JsonWriter;

/**
 * Replaces what may hold a secret by a short digest, so that a form can be kept and two forms
 * compared without showing it. The digest has no key: who can guess a value can confirm the guess.
 * What holds nothing of the kind is shared with the form and not copied.
 */
final class Redaction {

    /**
     * 48 bits: enough to tell two values apart, too few to be the value's fingerprint elsewhere.
     */
    private static final int DIGEST_BYTES = 6;

    /** Longer texts are configuration, not a name or a path, wherever they stand. */
    private static final int LONGEST_SHOWN = 512;

    private final Sha256 sha256 = new Sha256();

    private Redaction() {}

    static JsonObject of(JsonObject object, FieldRules rules) {
        return new Redaction().object(object, rules);
    }

    private JsonObject object(JsonObject object, FieldRules rules) {
        return object.withEach((name, value) ->
                rules.hidesMember(name) ? digest(value) : value(value, rules.member(name)));
    }

    private JsonValue value(JsonValue value, FieldRules rules) {
        if (rules.redaction() == Reach.VALUE) {
            return digest(value);
        }
        return switch (value) {
            case JsonObject object -> object(object, rules);
            case JsonArray array -> array.withEach(item -> value(item, rules.items()));
            case JsonString text when text.value().length() > LONGEST_SHOWN -> digest(text);
            default -> value;
        };
    }

    /** An empty text stays: it holds nothing, and that it is empty matters to the reader. */
    private JsonValue digest(JsonValue value) {
        if (value instanceof JsonNull || (value instanceof JsonString t && t.value().isEmpty())) {
            return value;
        }
        return new JsonString("sha256:" + sha256.hex(JsonWriter.write(value), DIGEST_BYTES));
    }
}
