package io.driftseal.decision.settings;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Lines of a JSON text, for messages: of a byte, and of a place such as {@code
 * .exemptions[3].expires}. A place that is not there has the line of the nearest one around it.
 */
final class DocumentLines {

    private static final Pattern STEP = Pattern.compile("(?=[.\\[])");

    private final String text;
    private int at;

    private DocumentLines(String text) {
        this.text = text;
    }

    /** One-based line of a byte. */
    static int ofOffset(byte[] utf8, long offset) {
        int line = 1;
        for (int i = 0; i < Math.min(offset, utf8.length); i++) {
            line += utf8[i] == '\n' ? 1 : 0;
        }
        return line;
    }

    /**
     * One-based line of a place.
     *
     * @param utf8 well-formed JSON
     * @param path steps as {@code .name} and {@code [index]}
     */
    static int ofPath(byte[] utf8, String path) {
        String text = new String(utf8, StandardCharsets.UTF_8);
        var lines = new DocumentLines(text);
        Deque<String> steps =
                new ArrayDeque<>(path.isEmpty() ? List.of() : List.of(STEP.split(path)));
        lines.blank();
        int found = lines.at;
        while (!steps.isEmpty() && lines.enter(Objects.requireNonNull(steps.poll()))) {
            found = lines.at;
            lines.toValue();
        }
        return (int) text.substring(0, found).chars().filter(c -> c == '\n').count() + 1;
    }

    /** Moves to a child of the value here: to a member's name, or to an item. */
    private boolean enter(String step) {
        boolean member = step.startsWith(".");
        String wanted = step.substring(1).replace("]", "");
        if (text.charAt(at) != (member ? '{' : '[')) {
            return false;
        }
        at++;
        for (int index = 0; ; index++) {
            blank();
            char c = text.charAt(at);
            if (c == '}' || c == ']') {
                return false;
            }
            int here = at;
            String name = String.valueOf(index);
            if (member) {
                name = string();
                at = here;
            }
            if (name.equals(wanted)) {
                return true;
            }
            toValue();
            skip();
            blank();
            at += text.charAt(at) == ',' ? 1 : 0;
        }
    }

    /** From a member's name to its value; from an item nowhere. */
    private void toValue() {
        int here = at;
        if (text.charAt(at) == '"') {
            string();
            blank();
            if (at < text.length() && text.charAt(at) == ':') {
                at++;
                blank();
                return;
            }
        }
        at = here;
    }

    /** Over one value. */
    private void skip() {
        int depth = 0;
        do {
            blank();
            char c = text.charAt(at);
            if (c == '"') {
                string();
            } else {
                depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
                at++;
            }
        } while (depth > 0 || (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0));
    }

    /** Over a string; returns what is between its quotes, as written. */
    private String string() {
        int start = ++at;
        while (text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return text.substring(start, at++);
    }

    private void blank() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
