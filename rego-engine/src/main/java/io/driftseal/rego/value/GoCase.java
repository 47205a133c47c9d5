package io.driftseal.rego.value;

import java.util.Locale;
import java.util.function.IntUnaryOperator;

/** Upper and lower case as Go has it: one character for one, in no language in particular. */
final class GoCase {

    private static final int MAXIMUM_ASCII = 0x7F;

    private GoCase() {}

    static String lower(String text) {
        return isAscii(text)
                ? text.toLowerCase(Locale.ROOT)
                : characters(text, Character::toLowerCase);
    }

    static String upper(String text) {
        return isAscii(text)
                ? text.toUpperCase(Locale.ROOT)
                : characters(text, Character::toUpperCase);
    }

    /** Nearly all names and images are, and the JDK does them in one go. */
    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > MAXIMUM_ASCII) {
                return false;
            }
        }
        return true;
    }

    private static String characters(String text, IntUnaryOperator mapping) {
        var out = new StringBuilder(text.length());
        text.codePoints().map(mapping).forEach(out::appendCodePoint);
        return out.toString();
    }
}
