package io.driftseal.rego.builtin.text;

import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.value.RegoString;
import java.util.ArrayList;
import java.util.List;

/**
 * A text with patterns between delimiters, {@code urn:foo:{.*}}, made one pattern; and replacement
 * templates.
 */
final class RegexTemplate {

    private static final String META = "\\.+*?()|[]{}^$";

    private RegexTemplate() {}

    /** The pattern that the template stands for. */
    static Regex compile(String template, char open, char close) {
        List<Integer> bounds = delimiters(template, open, close);
        StringBuilder pattern = new StringBuilder("^");
        int end = 0;
        for (int i = 0; i < bounds.size(); i += 2) {
            String literal = template.substring(end, bounds.get(i));
            end = bounds.get(i + 1);
            String inner = template.substring(bounds.get(i) + 1, end - 1);
            Regex.of("^" + inner + "$");
            pattern.append(quoteMeta(literal)).append('(').append(inner).append(')');
        }
        return Regex.of(pattern.append(quoteMeta(template.substring(end))).append('$').toString());
    }

    private static List<Integer> delimiters(String template, char open, char close) {
        List<Integer> bounds = new ArrayList<>();
        int level = 0;
        int start = 0;
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            if (c == open) {
                level++;
                start = level == 1 ? i : start;
            } else if (c == close) {
                level--;
                if (level == 0) {
                    bounds.add(start);
                    bounds.add(i + 1);
                }
            }
            if (level < 0) {
                throw unbalanced(template);
            }
        }
        if (level != 0) {
            throw unbalanced(template);
        }
        return bounds;
    }

    private static BuiltinException unbalanced(String template) {
        return BuiltinException.of("unbalanced braces in " + RegoString.of(template));
    }

    private static String quoteMeta(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            if (META.indexOf(text.charAt(i)) >= 0) {
                quoted.append('\\');
            }
            quoted.append(text.charAt(i));
        }
        return quoted.toString();
    }

    /**
     * Appends the replacement with {@code $1}, {@code ${name}} and {@code $$} filled in, by Go's
     * rules.
     */
    static void expand(
            StringBuilder out, String replacement, Regex regex, String text, int[] bounds) {
        int at = 0;
        while (at < replacement.length()) {
            int dollar = replacement.indexOf('$', at);
            if (dollar < 0) {
                break;
            }
            out.append(replacement, at, dollar);
            if (replacement.startsWith("$$", dollar)) {
                out.append('$');
                at = dollar + 2;
                continue;
            }
            boolean brace = replacement.startsWith("${", dollar);
            int from = dollar + (brace ? 2 : 1);
            int end = from;
            while (end < replacement.length() && wordAt(replacement, end)) {
                end += Character.charCount(replacement.codePointAt(end));
            }
            boolean closed =
                    !brace || (end < replacement.length() && replacement.charAt(end) == '}');
            if (end == from || !closed) {
                out.append('$');
                at = dollar + 1;
                continue;
            }
            out.append(Regex.text(text, bounds, group(regex, replacement.substring(from, end))));
            at = brace ? end + 1 : end;
        }
        out.append(replacement, at, replacement.length());
    }

    private static boolean wordAt(String text, int at) {
        int c = text.codePointAt(at);
        return c == '_'
                || Character.isLetter(c)
                || Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER;
    }

    private static int group(Regex regex, String name) {
        int number = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c < '0' || c > '9' || number >= 100_000_000) {
                return regex.group(name);
            }
            number = number * 10 + (c - '0');
        }
        // "01" is a name, not a number.
        return name.length() > 1 && name.charAt(0) == '0' ? regex.group(name) : number;
    }
}
