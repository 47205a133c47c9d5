package io.driftseal.rego.syntax;

import org.jspecify.annotations.Nullable;

/** The escapes in texts in quotes, which are those of JSON. */
final class Escapes {

    private static final char REPLACEMENT = '\uFFFD';
    private static final String SIMPLE = "\"\\/bfnrt";
    private static final String MEANT = "\"\\/\b\f\n\r\t";
    private static final int HEX = 16;
    private static final int HEX_DIGITS = 4;

    private Escapes() {}

    /**
     * The text that is meant; what has no escapes at all is meant as it is, line separators and
     * all.
     *
     * @return null where an escape is none of JSON's, or a text with escapes has control characters
     *     or quotes
     */
    static @Nullable String resolve(String written) {
        if (written.indexOf('\\') < 0) {
            return written;
        }
        var text = new StringBuilder(written.length());
        int at = 0;
        while (at < written.length()) {
            char character = written.charAt(at);
            if (character < ' ' || character == '"') {
                return null;
            }
            if (character == '\\') {
                int length = escape(written, at + 1, text);
                if (length == 0) {
                    return null;
                }
                at += 1 + length;
            } else {
                text.append(character);
                at++;
            }
        }
        return text.toString();
    }

    /** Appends what the characters behind a backslash stand for; returns how many, 0 for none. */
    private static int escape(String written, int from, StringBuilder text) {
        char first = from < written.length() ? written.charAt(from) : ' ';
        if (first == 'u') {
            int unit = unit(written, from + 1);
            int length = 1 + HEX_DIGITS;
            return unit < 0 ? 0 : length + surrogate(written, from + length, (char) unit, text);
        }
        int simple = SIMPLE.indexOf(first);
        if (simple < 0) {
            return 0;
        }
        text.append(MEANT.charAt(simple));
        return 1;
    }

    /** Four hexadecimal digits, or -1. */
    private static int unit(String written, int from) {
        if (from + HEX_DIGITS > written.length()) {
            return -1;
        }
        int unit = 0;
        for (int i = from; i < from + HEX_DIGITS; i++) {
            char character = written.charAt(i);
            int digit = character < 0x80 ? Character.digit(character, HEX) : -1;
            if (digit < 0) {
                return -1;
            }
            unit = unit * HEX + digit;
        }
        return unit;
    }

    /** Appends the unit, with the other half of a pair if it follows; returns that one's length. */
    private static int surrogate(String written, int next, char unit, StringBuilder text) {
        if (!Character.isSurrogate(unit)) {
            text.append(unit);
            return 0;
        }
        int second = written.startsWith("\\u", next) ? unit(written, next + 2) : -1;
        if (Character.isHighSurrogate(unit)
                && second >= 0
                && Character.isLowSurrogate((char) second)) {
            text.append(unit).append((char) second);
            return 2 + HEX_DIGITS;
        }
        text.append(REPLACEMENT);
        return 0;
    }
}
