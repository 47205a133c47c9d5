package io.driftseal.rego.builtin.net;

import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.value.RegoString;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Percent encoding by the rules of Go's net/url, one set of plain characters per part of a URL. */
public enum UrlEscape {
    /** A path with its slashes. */
    PATH("-_.~$&+,/:;=@"),
    USER_PASSWORD("-_.~$&+,;="),
    /** A key or a value of a query; a space is a plus. */
    QUERY_COMPONENT("-_.~"),
    FRAGMENT("-_.~$&+,/:;=?@!()*"),
    HOST("-_.~!$&'()*+,;=:[]<>\""),
    /** The zone of an IPv6 address. */
    ZONE("-_.~!$&'()*+,;=:[]<>\"");

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private final String plain;

    UrlEscape(String plain) {
        this.plain = plain;
    }

    boolean isPlain(int b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || plain.indexOf(b) >= 0;
    }

    /** The text with what is not plain here as {@code %XX}. */
    public String escape(String text) {
        byte[] bytes = RegoString.of(text).utf8();
        StringBuilder out = new StringBuilder(bytes.length + 8);
        for (byte signed : bytes) {
            int b = signed & 0xff;
            if (isPlain(b)) {
                out.append((char) b);
            } else if (b == ' ' && this == QUERY_COMPONENT) {
                out.append('+');
            } else {
                out.append('%').append(HEX[b >> 4]).append(HEX[b & 15]);
            }
        }
        return out.toString();
    }

    /**
     * The text with its escapes undone.
     *
     * @throws BuiltinException at an escape that is none or not allowed here
     */
    public String unescape(String text) {
        byte[] bytes = RegoString.of(text).utf8();
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int b = bytes[i] & 0xff;
            if (b == '%') {
                out.write(escaped(bytes, i));
                i += 2;
            } else if (b == '+' && this == QUERY_COMPONENT) {
                out.write(' ');
            } else if ((this == HOST || this == ZONE) && b < 0x80 && !isPlain(b)) {
                throw BuiltinException.of(
                        "invalid character "
                                + RegoString.of(Character.toString(b))
                                + " in host name");
            } else {
                out.write(b);
            }
        }
        return RegoString.ofUtf8(out.toByteArray()).text();
    }

    private int escaped(byte[] bytes, int at) {
        int high = at + 2 < bytes.length ? Character.digit(bytes[at + 1], 16) : -1;
        int low = at + 2 < bytes.length ? Character.digit(bytes[at + 2], 16) : -1;
        if (high < 0 || low < 0) {
            throw invalid(bytes, at);
        }
        int value = (high << 4) | low;
        // Hosts may escape bytes beyond ASCII and the percent sign; zones what hosts may contain,
        // too.
        boolean refused =
                switch (this) {
                    case HOST -> high < 8 && value != '%';
                    case ZONE -> value != '%' && value != ' ' && !HOST.isPlain(value);
                    default -> false;
                };
        if (refused) {
            throw invalid(bytes, at);
        }
        return value;
    }

    private static BuiltinException invalid(byte[] bytes, int at) {
        int length = Math.min(3, bytes.length - at);
        String escape = new String(bytes, at, length, StandardCharsets.UTF_8);
        return BuiltinException.of("invalid URL escape " + RegoString.of(escape));
    }
}
