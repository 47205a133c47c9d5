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

/**
 * One walk down a tree and the rules beside it. Without a rule: names sorted, null absent, numbers
 * in their plain form.
 */
final class Canonicaliser {

    private Canonicaliser() {}

    static JsonObject object(JsonObject object, FieldRules rules) {
        var canonical = JsonObject.builder();
        boolean quantities = rules.quantities() == Reach.MEMBERS;
        object.members()
                .forEach((name, value) -> {
                    if (value instanceof JsonNull || rules.leavesOut(name)) {
                        return;
                    }
                    FieldRules member = rules.member(name);
                    JsonValue result = quantities ? quantity(value) : value(value, member);
                    if (!member.isAbsent(result)) {
                        canonical.put(name, result);
                    }
                });
        return canonical.buildSorted();
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

    private static JsonValue array(JsonArray array, FieldRules rules) {
        if (array.items().isEmpty()) {
            return array;
        }
        List<JsonValue> items = new ArrayList<>(array.items().size());
        for (JsonValue item : array.items()) {
            items.add(value(item, rules.items()));
        }
        if (rules.unordered() && items.size() > 1) {
            items.sort(CanonicalOrder.INSTANCE);
        }
        return new JsonArray(items);
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
