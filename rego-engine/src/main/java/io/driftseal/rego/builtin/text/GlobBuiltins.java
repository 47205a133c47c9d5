package io.driftseal.rego.builtin.text;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.builtin.Operand;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoNull;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code glob.*}. */
public final class GlobBuiltins implements BuiltinFamily {

    private static final String META = "*?\\[]{}";

    @Override
    public Map<String, Builtin> builtins() {
        return Map.of(
                "glob.match",
                GlobBuiltins::match,
                "glob.quote_meta",
                (context, arguments) -> quoteMeta(arguments));
    }

    private static RegoValue match(BuiltinContext context, RegoValue[] arguments) {
        String pattern = Operand.string(arguments, 1);
        List<Integer> separators =
                switch (arguments[1]) {
                    case RegoNull none -> List.of();
                    case RegoArray array -> separators(array);
                    default -> throw BuiltinException.type(2, arguments[1], "array", "null");
                };
        String text = Operand.string(arguments, 3);
        return RegoBoolean.of(Glob.of(pattern, separators).matches(context, text));
    }

    private static List<Integer> separators(RegoArray array) {
        List<Integer> separators = new ArrayList<>();
        for (RegoValue item : array.items()) {
            if (!(item instanceof RegoString string)) {
                throw BuiltinException.element(2, array, item, "string");
            }
            if (string.runeCount() != 1) {
                throw BuiltinException.element(2, array, item, "rune");
            }
            separators.add(string.text().codePointAt(0));
        }
        return separators.isEmpty() ? List.of((int) '.') : List.copyOf(separators);
    }

    private static RegoValue quoteMeta(RegoValue[] arguments) {
        String text = Operand.string(arguments, 1);
        StringBuilder quoted = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            if (META.indexOf(text.charAt(i)) >= 0) {
                quoted.append('\\');
            }
            quoted.append(text.charAt(i));
        }
        return RegoString.of(quoted.toString());
    }
}
