package io.driftseal.rego.builtin.core;

import io.driftseal.rego.value.RegoString;
import java.nio.charset.StandardCharsets;
import java.util.function.IntUnaryOperator;

/** Upper and lower case as Go has it: one character for one, in no language in particular. */
final class GoCase {

    private static final int MAXIMUM_ASCII = 0x7F;

    private GoCase() {}

    static RegoString lower(RegoString string) {
        return mapped(string, Character::toLowerCase);
    }

    static RegoString upper(RegoString string) {
        return mapped(string, Character::toUpperCase);
    }

    private static RegoString mapped(RegoString string, IntUnaryOperator mapping) {
        String text = string.text();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c) || mapping.applyAsInt(c) != c) {
                return RegoString.of(
                        isAscii(text) ? ascii(text, i, mapping) : characters(text, mapping));
            }
        }
        return string;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > MAXIMUM_ASCII) {
                return false;
            }
        }
        return true;
    }

    /**
     * The case of nearly all names and images; a stream for each was most of what rules allocated.
     */
    private static String ascii(String text, int from, IntUnaryOperator mapping) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = from; i < bytes.length; i++) {
            bytes[i] = (byte) mapping.applyAsInt(bytes[i]);
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String characters(String text, IntUnaryOperator mapping) {
        var out = new StringBuilder(text.length());
        text.codePoints().map(mapping).forEach(out::appendCodePoint);
        return out.toString();
    }
}
