package io.driftseal.scanner.notification;

import java.util.Locale;

/**
 * Turns text from the cluster into text that shows what it is. Names, arguments and annotations are
 * written by whoever is being reported: control and bidirectional characters could hide or reorder
 * what on-call reads, so they are spelled out ({@code \u202e}) rather than dropped, because their
 * presence is itself evidence.
 */
final class VisibleText {

    /** Ends a text that was cut. */
    private static final String CUT = "…";

    private VisibleText() {}

    /** The text with every character visible, at most {@code maximumLength} UTF-16 units. */
    static String of(String raw, int maximumLength) {
        return bounded(raw, maximumLength, Escape.NONE);
    }

    /** How one visible code point is written for a destination. */
    @FunctionalInterface
    interface Escape {
        Escape NONE = (codePoint, out) -> out.appendCodePoint(codePoint);

        void write(int codePoint, StringBuilder out);
    }

    /**
     * Escaped text of at most {@code maximumLength} units; an escape sequence is never cut in two.
     */
    static String bounded(String raw, int maximumLength, Escape escape) {
        if (maximumLength < CUT.length()) {
            throw new IllegalArgumentException("No room for text: " + maximumLength);
        }
        StringBuilder out = new StringBuilder(Math.min(raw.length() + 16, maximumLength));
        int fits = 0;
        for (int index = 0; index < raw.length(); ) {
            int codePoint = raw.codePointAt(index);
            index += Character.charCount(codePoint);
            write(codePoint, out, escape);
            if (out.length() > maximumLength) {
                out.setLength(fits);
                return out.append(CUT).toString();
            }
            if (out.length() <= maximumLength - CUT.length()) {
                fits = out.length();
            }
        }
        return out.toString();
    }

    private static void write(int codePoint, StringBuilder out, Escape escape) {
        if (isVisible(codePoint)) {
            escape.write(codePoint, out);
            return;
        }
        switch (codePoint) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> out.append("\\u").append(String.format(Locale.ROOT, "%04x", codePoint));
        }
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            // Spaces other than the plain one, and letters that render as nothing.
            case Character.SPACE_SEPARATOR -> codePoint == ' ';
            default -> codePoint != 0x115F && codePoint != 0x1160 && codePoint != 0x3164;
        };
    }
}
