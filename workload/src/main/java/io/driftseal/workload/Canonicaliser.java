package io.driftseal.workload;

import io.driftseal.workload.FieldRules.Reach;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonBoolean;
import io.driftseal.workload.json.JsonNull;
import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One walk down a tree and the rules beside it. Without a rule: names sorted, null absent, numbers
 * in their plain form. What is canonical already is shared with the tree and not copied.
 */
final class Canonicaliser {

    private Canonicaliser() {}

    static JsonObject object(JsonObject object, FieldRules rules) {
        return object.withEach((name, value) -> member(name, value, rules)).sorted();
    }

    /** Null where the member is outside the form, or means the same as none. */
    private static @Nullable JsonValue member(String name, JsonValue value, FieldRules rules) {
        FieldRules member = rules.member(name);
        if (value instanceof JsonNull || rules.leavesOut(name, member)) {
            return null;
        }
        JsonValue result =
                rules.quantities() == Reach.MEMBERS ? quantity(value) : value(value, member);
        return member.isAbsent(result) ? null : result;
    }

    private static JsonValue value(JsonValue value, FieldRules rules) {
        return switch (value) {
            case JsonObject object -> object(object, rules);
            case JsonArray array -> array(array, rules);
            case JsonString text -> rules.quantities() == Reach.VALUE ? quantity(text) : text;
            case JsonNumber number ->
                    rules.quantities() == Reach.VALUE ? quantity(number) : number(number);
            case JsonBoolean flag -> flag;
            case JsonNull absent -> absent;
        };
    }

    private static JsonArray array(JsonArray array, FieldRules rules) {
        JsonArray items = array.withEach(item -> value(item, rules.items()));
        if (!rules.unordered() || items.items().size() < 2) {
            return items;
        }
        List<JsonValue> ordered = new ArrayList<>(items.items());
        ordered.sort(CanonicalOrder.INSTANCE);
        return new JsonArray(ordered);
    }

    /**
     * An amount as text, whether it was written as text or number; anything else stays as it is.
     */
    private static JsonValue quantity(JsonValue value) {
        String text =
                switch (value) {
                    case JsonString string -> string.value();
                    case JsonNumber number -> number.literal();
                    default -> "";
                };
        return Quantity.canonical(text)
                .<JsonValue>map(JsonString::new)
                .orElseGet(() -> value(value, FieldRules.NONE));
    }

    private static JsonNumber number(JsonNumber number) {
        String literal = number.canonicalLiteral();
        return literal.equals(number.literal()) ? number : new JsonNumber(literal);
    }
}
