package io.driftseal.testsupport.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;

/** Breaks the bytes of a document: what no tree can hold. */
public final class HostileBytes {

    /** What parsers disagree about. */
    private static final List<byte[]> PIECES =
            List.of(
                    new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, // byte order mark
                    new byte[] {(byte) 0xC0, (byte) 0x80}, // NUL, over-long
                    new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, // half a surrogate pair
                    new byte[] {
                        (byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80
                    }, // over U+10FFFF
                    new byte[] {(byte) 0xFF, (byte) 0xFE},
                    new byte[] {0},
                    "\\ud800".getBytes(UTF_8),
                    "\\u0000".getBytes(UTF_8),
                    "/**/".getBytes(UTF_8),
                    "//\n".getBytes(UTF_8),
                    "'".getBytes(UTF_8),
                    ",".getBytes(UTF_8),
                    "{".getBytes(UTF_8),
                    "}".getBytes(UTF_8),
                    "[".getBytes(UTF_8),
                    "]".getBytes(UTF_8),
                    ":".getBytes(UTF_8),
                    "NaN".getBytes(UTF_8),
                    "Infinity".getBytes(UTF_8),
                    "+1".getBytes(UTF_8),
                    "01".getBytes(UTF_8),
                    ".5".getBytes(UTF_8),
                    "1.".getBytes(UTF_8),
                    "1e999999999".getBytes(UTF_8),
                    "9".repeat(2_000).getBytes(UTF_8),
                    "[".repeat(5_000).getBytes(UTF_8),
                    "{\"a\":".repeat(2_000).getBytes(UTF_8),
                    "\"kind\":\"Pod\",".getBytes(UTF_8),
                    "\"metadata\":{},".getBytes(UTF_8),
                    "\"uid\":\"\",".getBytes(UTF_8));

    private HostileBytes() {}

    /** One to three changes at places chosen at random. */
    public static byte[] mutate(byte[] document, Random random) {
        byte[] changed = document;
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            changed = once(changed, random);
        }
        return changed;
    }

    private static byte[] once(byte[] document, Random random) {
        if (document.length == 0) {
            return PIECES.get(random.nextInt(PIECES.size())).clone();
        }
        int at = random.nextInt(document.length);
        int length = 1 + random.nextInt(Math.min(64, document.length - at));
        return switch (random.nextInt(7)) {
            case 0 -> flipped(document, at, random);
            case 1 -> part(document, 0, at);
            case 2 -> joined(part(document, 0, at), part(document, at + length, document.length));
            case 3 -> joined(part(document, 0, at + length), part(document, at, document.length));
            case 4 -> doubledMember(document, at);
            case 5 -> joined(document, part(document, at, at + length));
            default ->
                    joined(
                            joined(
                                    part(document, 0, at),
                                    PIECES.get(random.nextInt(PIECES.size()))),
                            part(document, at, document.length));
        };
    }

    private static byte[] flipped(byte[] document, int at, Random random) {
        byte[] changed = document.clone();
        changed[at] ^= (byte) (1 << random.nextInt(8));
        return changed;
    }

    /** The member behind the next opening brace, or whatever looks like one, twice. */
    private static byte[] doubledMember(byte[] document, int from) {
        int open = next(document, from, '{');
        int comma = next(document, open, ',');
        if (comma >= document.length) {
            return document;
        }
        byte[] member = part(document, open + 1, comma + 1);
        return joined(
                joined(part(document, 0, open + 1), member),
                part(document, open + 1, document.length));
    }

    private static int next(byte[] document, int from, char wanted) {
        int at = from;
        while (at < document.length && document[at] != wanted) {
            at++;
        }
        return at;
    }

    private static byte[] part(byte[] document, int from, int to) {
        return java.util.Arrays.copyOfRange(
                document, Math.min(from, document.length), Math.min(to, document.length));
    }

    private static byte[] joined(byte[] first, byte[] second) {
        var out = new ByteArrayOutputStream(first.length + second.length);
        out.writeBytes(first);
        out.writeBytes(second);
        return out.toByteArray();
    }
}
