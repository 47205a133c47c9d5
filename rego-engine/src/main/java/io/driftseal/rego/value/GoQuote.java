package io.driftseal.rego.value;

/** Text in double quotes with Go's escapes, as {@code %q} and the Rego form of strings have it. */
public final class GoQuote {

    private GoQuote() {}

    public static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int at = 0; at < text.length(); ) {
            int codePoint = text.codePointAt(at);
            at += Character.charCount(codePoint);
            escape(codePoint, '"', false, out);
        }
        out.append('"');
    }

    /** As {@link #quote}, every character beyond ASCII escaped. */
    public static void quoteAscii(String text, StringBuilder out) {
        out.append('"');
        text.codePoints().forEach(codePoint -> escape(codePoint, '"', true, out));
        out.append('"');
    }

    /** One character as Go writes it inside quotes of the kind {@code quote}. */
    public static void escape(int codePoint, char quote, boolean ascii, StringBuilder out) {
        if (codePoint == quote || codePoint == '\\') {
            out.append('\\').append((char) codePoint);
            return;
        }
        boolean plain = ascii ? codePoint < 0x80 && isPrint(codePoint) : isPrint(codePoint);
        if (plain) {
            out.appendCodePoint(codePoint);
            return;
        }
        switch (codePoint) {
            case 0x07 -> out.append("\\a");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case 0x0B -> out.append("\\v");
            default -> hexadecimal(codePoint, out);
        }
    }

    private static void hexadecimal(int codePoint, StringBuilder out) {
        if (codePoint >= 0xDC80 && codePoint <= 0xDCFF) {
            digits("\\x", codePoint - 0xDC00, 2, out);
        } else if (codePoint < ' ' || codePoint == 0x7F) {
            digits("\\x", codePoint, 2, out);
        } else if (codePoint < 0x10000) {
            digits("\\u", codePoint, 4, out);
        } else {
            digits("\\U", codePoint, 8, out);
        }
    }

    private static void digits(String prefix, int value, int width, StringBuilder out) {
        String hexadecimal = Integer.toHexString(value);
        out.append(prefix).repeat('0', width - hexadecimal.length()).append(hexadecimal);
    }

    /** Letters, marks, numbers, punctuation, symbols and the ASCII space. */
    public static boolean isPrint(int codePoint) {
        if (codePoint < 0x7F) {
            return codePoint >= ' ';
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
