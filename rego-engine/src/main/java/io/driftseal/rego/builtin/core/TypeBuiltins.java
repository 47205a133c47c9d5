package io.driftseal.rego.builtin.core;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoNull;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoSet;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import io.driftseal.rego.value.ValueType;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** What type a value has, and casts. */
public final class TypeBuiltins implements BuiltinFamily {

    private static final Pattern NOT_FINITE =
            Pattern.compile("[+-]*(?:inf|infinity|nan)", Pattern.CASE_INSENSITIVE);

    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");

    @Override
    public Map<String, Builtin> builtins() {
        Map<String, Builtin> all = new HashMap<>();
        for (ValueType type : ValueType.values()) {
            all.put("is_" + type.regoName(), (_, a) -> RegoBoolean.of(a[0].type() == type));
            switch (type) {
                case NULL, BOOLEAN, STRING, OBJECT ->
                        all.put("cast_" + type.regoName(), (_, a) -> same(a[0], type));
                case NUMBER, ARRAY, SET -> {}
            }
        }
        all.put("cast_array", (_, a) -> array(a[0]));
        all.put("cast_set", (_, a) -> set(a[0]));
        all.put("to_number", (_, a) -> number(a[0]));
        all.put("type_name", (_, a) -> RegoString.of(a[0].type().regoName()));
        return all;
    }

    private static RegoValue same(RegoValue value, ValueType type) {
        if (value.type() != type) {
            throw BuiltinException.type(1, value, type.regoName());
        }
        return value;
    }

    private static RegoValue array(RegoValue value) {
        return switch (value) {
            case RegoArray array -> array;
            case RegoSet set -> RegoArray.copyOf(set.toList());
            default -> throw BuiltinException.type(1, value, "array", "set");
        };
    }

    private static RegoValue set(RegoValue value) {
        return switch (value) {
            case RegoSet set -> set;
            case RegoArray array -> RegoSet.copyOf(array.items());
            default -> throw BuiltinException.type(1, value, "array", "set");
        };
    }

    private static RegoValue number(RegoValue value) {
        return switch (value) {
            case RegoNull _ -> RegoNumber.ZERO;
            case RegoBoolean bool -> RegoNumber.of(bool.value() ? 1 : 0);
            case RegoNumber number -> number;
            case RegoString string -> number(string);
            default -> throw BuiltinException.type(1, value, "null", "boolean", "number", "string");
        };
    }

    private static RegoValue number(RegoString string) {
        String text = string.text();
        if (NOT_FINITE.matcher(text).matches()) {
            throw BuiltinException.type(1, string, "valid number string");
        }
        if (!DECIMAL.matcher(text).matches()) {
            throw BuiltinException.of("strconv.ParseFloat: parsing " + string + ": invalid syntax");
        }
        if (Double.isInfinite(Double.parseDouble(text))) {
            throw BuiltinException.of(
                    "strconv.ParseFloat: parsing " + string + ": value out of range");
        }
        try {
            return RegoNumber.parse(text);
        } catch (NumberFormatException e) {
            throw BuiltinException.of("invalid number: number too big");
        }
    }
}
