package io.driftseal.rego.builtin.core;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.builtin.Operand;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.util.Map;
import java.util.function.IntPredicate;

/** Cutting off what is at the ends of a string. */
public final class TrimBuiltins implements BuiltinFamily {

    @Override
    public Map<String, Builtin> builtins() {
        return Map.of(
                "trim", (_, a) -> trim(a, true, true),
                "trim_left", (_, a) -> trim(a, true, false),
                "trim_right", (_, a) -> trim(a, false, true),
                "trim_space",
                        (_, a) -> trim(Operand.string(a, 1), TrimBuiltins::isSpace, true, true),
                "trim_prefix", (_, a) -> prefix(a),
                "trim_suffix", (_, a) -> suffix(a));
    }

    private static RegoValue trim(RegoValue[] arguments, boolean left, boolean right) {
        String text = Operand.string(arguments, 1);
        String cutset = Operand.string(arguments, 2);
        return trim(text, codePoint -> cutset.indexOf(codePoint) >= 0, left, right);
    }

    private static RegoValue trim(String text, IntPredicate cut, boolean left, boolean right) {
        int start = 0;
        int end = text.length();
        while (left && start < end && cut.test(text.codePointAt(start))) {
            start += Character.charCount(text.codePointAt(start));
        }
        while (right && end > start && cut.test(text.codePointBefore(end))) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return RegoString.of(text.substring(start, end));
    }

    /** Unicode's white space, which includes what does not break lines. */
    private static boolean isSpace(int codePoint) {
        return (codePoint >= '\t' && codePoint <= '\r')
                || codePoint == 0x85
                || Character.isSpaceChar(codePoint);
    }

    private static RegoValue prefix(RegoValue[] arguments) {
        String text = Operand.string(arguments, 1);
        String prefix = Operand.string(arguments, 2);
        return text.startsWith(prefix)
                ? RegoString.of(text.substring(prefix.length()))
                : arguments[0];
    }

    private static RegoValue suffix(RegoValue[] arguments) {
        String text = Operand.string(arguments, 1);
        String suffix = Operand.string(arguments, 2);
        return text.endsWith(suffix)
                ? RegoString.of(text.substring(0, text.length() - suffix.length()))
                : arguments[0];
    }
}
