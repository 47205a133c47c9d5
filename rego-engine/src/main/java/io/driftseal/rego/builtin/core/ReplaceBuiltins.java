package io.driftseal.rego.builtin.core;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.builtin.Operand;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code replace} and {@code strings.replace_n}. */
public final class ReplaceBuiltins implements BuiltinFamily {

    private record Replacement(String old, String replacement) {}

    @Override
    public Map<String, Builtin> builtins() {
        return Map.of("replace", ReplaceBuiltins::one, "strings.replace_n", ReplaceBuiltins::many);
    }

    private static RegoValue one(BuiltinContext context, RegoValue[] arguments) {
        String text = Operand.string(arguments, 1);
        String old = Operand.string(arguments, 2);
        var replacement = new Replacement(old, Operand.string(arguments, 3));
        return replace(context, text, List.of(replacement));
    }

    private static RegoValue many(BuiltinContext context, RegoValue[] arguments) {
        RegoObject patterns = Operand.object(arguments, 1);
        String text = Operand.string(arguments, 2);
        List<Replacement> replacements = new ArrayList<>();
        for (int i = 0; i < patterns.size(); i++) {
            if (!(patterns.keyAt(i) instanceof RegoString old)) {
                throw BuiltinException.type(1, "non-string key found in pattern object");
            }
            if (!(patterns.valueAt(i) instanceof RegoString replacement)) {
                throw BuiltinException.type(1, "non-string value found in pattern object");
            }
            replacements.add(new Replacement(old.text(), replacement.text()));
        }
        return replace(context, text, replacements);
    }

    /**
     * Goes through the text once; at every place the first replacement that fits is made, an empty
     * one once and then another. An empty one fits between any two bytes, so that it is done on
     * bytes: Latin-1 strings of them.
     */
    private static RegoValue replace(
            BuiltinContext context, String text, List<Replacement> replacements) {
        boolean bytewise = replacements.stream().anyMatch(one -> one.old().isEmpty());
        if (!bytewise) {
            return RegoString.of(replaced(context, text, replacements));
        }
        List<Replacement> bytes =
                replacements.stream()
                        .map(one -> new Replacement(bytes(one.old()), bytes(one.replacement())))
                        .toList();
        String result = replaced(context, bytes(text), bytes);
        return RegoString.ofUtf8(result.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String bytes(String text) {
        return new String(RegoString.of(text).utf8(), StandardCharsets.ISO_8859_1);
    }

    private static String replaced(
            BuiltinContext context, String text, List<Replacement> replacements) {
        var out = new StringBuilder();
        boolean afterEmpty = false;
        for (int at = 0; at <= text.length(); ) {
            context.step(1);
            Replacement found = at(text, at, replacements, afterEmpty);
            afterEmpty = found != null && found.old().isEmpty();
            if (found != null) {
                context.allocate(2L * found.replacement().length());
                out.append(found.replacement());
                at += found.old().length();
            } else {
                if (at < text.length()) {
                    out.append(text.charAt(at));
                }
                at++;
            }
        }
        return out.toString();
    }

    private static @Nullable Replacement at(
            String text, int at, List<Replacement> replacements, boolean afterEmpty) {
        for (Replacement one : replacements) {
            if (one.old().isEmpty() ? !afterEmpty : text.startsWith(one.old(), at)) {
                return one;
            }
        }
        return null;
    }
}
