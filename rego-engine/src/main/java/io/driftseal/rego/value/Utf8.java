package io.driftseal.rego.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Strings of Java and strings of bytes, with bytes that are not UTF-8 as lone surrogates. */
final class Utf8 {

    private static final char BYTE_BASE = '\uDC00';
    private static final char FIRST_BYTE = '\uDC80';
    private static final char LAST_BYTE = '\uDCFF';
    private static final int REPLACEMENT = 0xFFFD;

    private Utf8() {}

    static String decode(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) < 0) {
            return text;
        }
        var out = new StringBuilder(bytes.length);
        for (int at = 0; at < bytes.length; ) {
            int length = sequenceLength(bytes, at);
            if (length == 0) {
                out.append((char) (BYTE_BASE + (bytes[at] & 0xFF)));
                at++;
            } else {
                out.append(new String(bytes, at, length, StandardCharsets.UTF_8));
                at += length;
            }
        }
        return out.toString();
    }

    /** Length of the well-formed sequence that begins at {@code at}, or 0. */
    private static int sequenceLength(byte[] bytes, int at) {
        int lead = bytes[at] & 0xFF;
        if (lead < 0x80) {
            return 1;
        }
        int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        if (lead < 0xC2 || lead > 0xF4 || at + length > bytes.length) {
            return 0;
        }
        int low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        int second = bytes[at + 1] & 0xFF;
        if (second < low || second > high) {
            return 0;
        }
        for (int i = at + 2; i < at + length; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    static byte[] encode(String text) {
        if (!hasByte(text)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        byte[] out = new byte[text.length() * 3];
        int size = 0;
        for (int at = 0; at < text.length(); ) {
            int codePoint = text.codePointAt(at);
            at += Character.charCount(codePoint);
            if (codePoint >= FIRST_BYTE && codePoint <= LAST_BYTE) {
                out[size++] = (byte) (codePoint - BYTE_BASE);
            } else {
                byte[] one = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
                System.arraycopy(one, 0, out, size, one.length);
                size += one.length;
            }
        }
        return Arrays.copyOf(out, size);
    }

    private static boolean hasByte(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i)) && isByte(text, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isByte(String text, int at) {
        char c = text.charAt(at);
        return c >= FIRST_BYTE
                && c <= LAST_BYTE
                && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }

    /** Order of the UTF-8 bytes, found without making them where no surrogate decides. */
    static int compare(String left, String right) {
        if (left.equals(right)) {
            // Many at once, where the loop below goes one by one.
            return 0;
        }
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
            char l = left.charAt(i);
            char r = right.charAt(i);
            if (l != r) {
                return Character.isSurrogate(l) || Character.isSurrogate(r)
                        ? Arrays.compareUnsigned(encode(left), encode(right))
                        : Character.compare(l, r);
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
