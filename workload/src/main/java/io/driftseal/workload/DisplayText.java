package io.driftseal.workload;

import java.util.Locale;

/**
 * Text that someone else chose, made fit for an alert or a terminal: control and invisible
 * formatting characters are shown as {@code \}{@code u001b}, so that nothing can hide, reorder or
 * colour what follows it, and the length is bounded.
 */
final class DisplayText {

    private static final int MAXIMUM_CHARACTERS = 160;

    private DisplayText() {}

    static String of(String text) {
        return of(text, MAXIMUM_CHARACTERS);
    }

    /** At most so many characters of the text, and an ellipsis where it was cut. */
    static String of(String text, int maximumCharacters) {
        var shown = new StringBuilder(Math.min(text.length(), maximumCharacters) + 16);
        int at = 0;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            if (shown.length() >= maximumCharacters) {
                return shown.append('…').toString();
            }
            append(shown, point);
            at += Character.charCount(point);
        }
        return shown.toString();
    }

    private static void append(StringBuilder shown, int point) {
        switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    shown.append(String.format(Locale.ROOT, "\\u%04x", point));
            default -> shown.appendCodePoint(point);
        }
    }
}
