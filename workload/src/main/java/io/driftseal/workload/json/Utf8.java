package io.driftseal.workload.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Refuses what is not UTF-8 text before the parser sees it. The parser alone is not enough: it
 * guesses UTF-16 and UTF-32 from zero bytes, and reads over-long forms and encoded surrogates, so
 * that two different byte strings would be one document to us and another to the API server.
 */
final class Utf8 {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long LOWEST_PRINTABLE = 0x2020_2020_2020_2020L;

    private Utf8() {}

    static void check(byte[] text) throws MalformedJsonException {
        if (text.length >= 3
                && text[0] == (byte) 0xEF
                && text[1] == (byte) 0xBB
                && text[2] == (byte) 0xBF) {
            throw new MalformedJsonException(
                    "byte order mark", 0, "send UTF-8 without a byte order mark");
        }
        int at = 0;
        while (at < text.length) {
            if (at + 8 <= text.length && isPlain((long) LONGS.get(text, at))) {
                at += 8;
            } else if (text[at] >= 0) {
                at = checkControls(text, at, at + 1);
            } else {
                at += sequenceLength(text, at);
            }
        }
    }

    /**
     * Whether eight bytes are ASCII and none of them is a control character. Taking the lowest
     * printable character from each byte sets its highest bit where it was lower; a byte may borrow
     * from the one above it, which then only looks lower than it is and is looked at one by one.
     */
    private static boolean isPlain(long eight) {
        return ((eight | (eight - LOWEST_PRINTABLE)) & HIGH_BITS) == 0;
    }

    private static int checkControls(byte[] text, int from, int to) throws MalformedJsonException {
        for (int i = from; i < to; i++) {
            byte b = text[i];
            if (b < 0x20 && b != '\n' && b != '\r' && b != '\t') {
                throw new MalformedJsonException(
                        b == 0 ? "zero byte" : "control character",
                        i,
                        b == 0
                                ? "send UTF-8, and escape NUL as \\u0000 inside a text"
                                : "escape control characters inside a text");
            }
        }
        return to;
    }

    /** Table 3-7 of the Unicode standard: well-formed byte sequences. */
    private static int sequenceLength(byte[] text, int at) throws MalformedJsonException {
        int first = text[at] & 0xFF;
        int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (first < 0xC2 || first > 0xF4 || at + length > text.length) {
            throw malformed(at);
        }
        int second = text[at + 1] & 0xFF;
        int lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        if (second < lowest || second > highest) {
            throw malformed(at);
        }
        for (int i = at + 2; i < at + length; i++) {
            if ((text[i] & 0xC0) != 0x80) {
                throw malformed(at);
            }
        }
        return length;
    }

    private static MalformedJsonException malformed(int at) {
        return new MalformedJsonException("malformed UTF-8", at, "send well-formed UTF-8");
    }
}
