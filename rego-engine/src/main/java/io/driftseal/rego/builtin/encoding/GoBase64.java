package io.driftseal.rego.builtin.encoding;

import io.driftseal.rego.builtin.BuiltinException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Base64 as Go decodes it: line breaks are skipped, padding is demanded, errors name the byte. */
public enum GoBase64 {
    STANDARD('+', '/'),
    URL('-', '_');

    private final char sixtyTwo;
    private final char sixtyThree;

    GoBase64(char sixtyTwo, char sixtyThree) {
        this.sixtyTwo = sixtyTwo;
        this.sixtyThree = sixtyThree;
    }

    /** The text of these bytes, with padding. */
    public String encode(byte[] bytes) {
        Base64.Encoder encoder = this == URL ? Base64.getUrlEncoder() : Base64.getEncoder();
        return encoder.encodeToString(bytes);
    }

    /**
     * The bytes of this text.
     *
     * @throws BuiltinException where it is no base64
     */
    public byte[] decode(String text) {
        byte[] source = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(source.length * 3 / 4 + 3);
        int at = 0;
        while (at < source.length) {
            at = quantum(source, at, out);
        }
        return out.toByteArray();
    }

    /**
     * The bytes of a base64url text whose padding may be missing, as in tokens.
     *
     * @throws BuiltinException where it is no base64
     */
    public static byte[] decodeUrl(String text) {
        if (text.endsWith("=")) {
            return URL.decode(text);
        }
        return switch (text.getBytes(StandardCharsets.UTF_8).length % 4) {
            case 0 -> URL.decode(text);
            case 2 -> URL.decode(text + "==");
            case 3 -> URL.decode(text + "=");
            default -> throw BuiltinException.of("illegal base64url string: " + text);
        };
    }

    /** Reads up to four digits; answers where the next four begin. */
    private int quantum(byte[] source, int start, ByteArrayOutputStream out) {
        int at = start;
        int bits = 0;
        int digits = 0;
        while (digits < 4) {
            if (at == source.length) {
                if (digits == 0) {
                    return at;
                }
                throw corrupt(at - digits);
            }
            int c = source[at++] & 0xff;
            int value = value(c);
            if (value >= 0) {
                bits = (bits << 6) | value;
                digits++;
            } else if (c == '=') {
                at = padding(source, at, digits);
                break;
            } else if (c != '\n' && c != '\r') {
                throw corrupt(at - 1);
            }
        }
        bits <<= 6 * (4 - digits);
        for (int i = 0; i < digits - 1; i++) {
            out.write(bits >> (16 - 8 * i));
        }
        return at;
    }

    /** After the first sign of padding: only what completes it may follow. */
    private static int padding(byte[] source, int from, int digits) {
        int at = from;
        if (digits < 2) {
            throw corrupt(at - 1);
        }
        if (digits == 2) {
            at = afterBreaks(source, at);
            if (at == source.length) {
                throw corrupt(source.length);
            }
            if (source[at] != '=') {
                throw corrupt(at - 1);
            }
            at++;
        }
        at = afterBreaks(source, at);
        if (at < source.length) {
            throw corrupt(at);
        }
        return at;
    }

    private static int afterBreaks(byte[] source, int from) {
        int at = from;
        while (at < source.length && (source[at] == '\n' || source[at] == '\r')) {
            at++;
        }
        return at;
    }

    private int value(int c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return c == sixtyTwo ? 62 : c == sixtyThree ? 63 : -1;
    }

    private static BuiltinException corrupt(int at) {
        return BuiltinException.of("illegal base64 data at input byte " + at);
    }
}
