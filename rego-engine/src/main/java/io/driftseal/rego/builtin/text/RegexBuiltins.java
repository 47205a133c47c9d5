package io.driftseal.rego.builtin.text;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.builtin.Operand;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code regex.*}: RE2, which is linear in the text whatever the pattern. */
public final class RegexBuiltins implements BuiltinFamily {

    @Override
    public Map<String, Builtin> builtins() {
        return Map.of(
                "regex.is_valid", (context, arguments) -> isValid(arguments),
                "regex.match", new Match(),
                "re_match", new Match(),
                "regex.split", RegexBuiltins::split,
                "regex.find_n", RegexBuiltins::find,
                "regex.find_all_string_submatch_n", RegexBuiltins::findGroups,
                "regex.replace", RegexBuiltins::replace,
                "regex.template_match", RegexBuiltins::templateMatch,
                "regex.globs_match", RegexBuiltins::globsMatch);
    }

    /** The test of a text; its pattern is compiled at load where the policy fixes it. */
    private static final class Match implements Builtin {
        @Override
        public RegoValue call(BuiltinContext context, RegoValue[] arguments) {
            String pattern = Operand.string(arguments, 1);
            String text = Operand.string(arguments, 2);
            return RegoBoolean.of(Regex.of(pattern).found(context, text));
        }

        @Override
        public Builtin prepare(@Nullable RegoValue[] constants) {
            if (!(constants[0] instanceof RegoString pattern) || !Regex.isValid(pattern.text())) {
                return this;
            }
            Regex regex = Regex.of(pattern.text());
            return (context, arguments) ->
                    RegoBoolean.of(regex.found(context, Operand.string(arguments, 2)));
        }
    }

    private static RegoValue isValid(RegoValue[] arguments) {
        return RegoBoolean.of(
                arguments[0] instanceof RegoString pattern && Regex.isValid(pattern.text()));
    }

    private static RegoValue split(BuiltinContext context, RegoValue[] arguments) {
        String pattern = Operand.string(arguments, 1);
        String text = Operand.string(arguments, 2);
        Regex regex = Regex.of(pattern);
        if (!pattern.isEmpty() && text.isEmpty()) {
            return RegoArray.of(RegoString.EMPTY);
        }
        List<RegoValue> parts = new ArrayList<>();
        int begin = 0;
        int end = 0;
        for (int[] match : regex.matches(context, text, -1)) {
            end = match[0];
            if (match[1] != 0) {
                parts.add(RegoString.of(text.substring(begin, end)));
            }
            begin = match[1];
        }
        if (end != text.length()) {
            parts.add(RegoString.of(text.substring(begin)));
        }
        return RegoArray.copyOf(parts);
    }

    private static RegoValue find(BuiltinContext context, RegoValue[] arguments) {
        String pattern = Operand.string(arguments, 1);
        String text = Operand.string(arguments, 2);
        long limit = Operand.integer(arguments, 3);
        List<RegoValue> found = new ArrayList<>();
        for (int[] match : Regex.of(pattern).matches(context, text, limit)) {
            found.add(RegoString.of(Regex.text(text, match, 0)));
        }
        return RegoArray.copyOf(found);
    }

    private static RegoValue findGroups(BuiltinContext context, RegoValue[] arguments) {
        String pattern = Operand.string(arguments, 1);
        String text = Operand.string(arguments, 2);
        long limit = Operand.integer(arguments, 3);
        List<RegoValue> found = new ArrayList<>();
        for (int[] match : Regex.of(pattern).matches(context, text, limit)) {
            List<RegoValue> groups = new ArrayList<>();
            for (int group = 0; group < match.length / 2; group++) {
                groups.add(RegoString.of(Regex.text(text, match, group)));
            }
            context.step(groups.size());
            found.add(RegoArray.copyOf(groups));
        }
        return RegoArray.copyOf(found);
    }

    private static RegoValue replace(BuiltinContext context, RegoValue[] arguments) {
        String text = Operand.string(arguments, 1);
        String pattern = Operand.string(arguments, 2);
        String replacement = Operand.string(arguments, 3);
        Regex regex = Regex.of(pattern);
        StringBuilder out = new StringBuilder(text.length());
        int end = 0;
        for (int[] match : regex.matches(context, text, -1)) {
            int before = out.length();
            out.append(text, end, match[0]);
            RegexTemplate.expand(out, replacement, regex, text, match);
            context.allocate(out.length() - before);
            end = match[1];
        }
        return RegoString.of(out.append(text, end, text.length()).toString());
    }

    private static RegoValue templateMatch(BuiltinContext context, RegoValue[] arguments) {
        String template = Operand.string(arguments, 1);
        String text = Operand.string(arguments, 2);
        RegoString open = Operand.regoString(arguments, 3);
        RegoString close = Operand.regoString(arguments, 4);
        int openLength = open.utf8().length;
        if (openLength != 1) {
            throw BuiltinException.of(
                    "start delimiter has to be exactly one character long but is "
                            + openLength
                            + " long");
        }
        if (close.utf8().length != 1) {
            throw BuiltinException.of(
                    "end delimiter has to be exactly one character long but is 1 long");
        }
        Regex regex =
                RegexTemplate.compile(template, open.text().charAt(0), close.text().charAt(0));
        return RegoBoolean.of(regex.found(context, text));
    }

    private static RegoValue globsMatch(BuiltinContext context, RegoValue[] arguments) {
        String left = Operand.string(arguments, 1);
        String right = Operand.string(arguments, 2);
        return RegoBoolean.of(GlobIntersection.exists(context, left, right));
    }
}
