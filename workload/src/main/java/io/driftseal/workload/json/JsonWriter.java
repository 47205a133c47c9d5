package io.driftseal.workload.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Tree to bytes: no white space, members in their order, numbers by their literal, and in texts
 * only {@code "}, {@code \} and control characters escaped. One tree has one form, which hashing
 * rests on.
 */
public final class JsonWriter {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

    /** A character takes at most six bytes: {@code \}{@code u001f}. */
    private static final int WIDEST = 6;

    private final boolean canonical;
    private byte[] buffer;
    private int length;

    private JsonWriter(int expectedBytes, boolean canonical) {
        this.buffer = new byte[expectedBytes];
        this.canonical = canonical;
    }

    /** UTF-8. */
    public static byte[] write(JsonValue value) {
        return write("", value);
    }

    /**
     * UTF-8 of the one text that all equal trees share: members in the order of their names by
     * UTF-16 code units, numbers in their canonical literal.
     */
    public static byte[] writeCanonical(JsonValue value) {
        return new JsonWriter(width(value), true).whole(value);
    }

    private byte[] whole(JsonValue value) {
        value(value);
        return length == buffer.length ? buffer : Arrays.copyOf(buffer, length);
    }

    /**
     * Bytes that the tree takes if no name has a character that is escaped or beyond ASCII, which
     * is so for nearly all: what is written then is written once and not copied.
     */
    private static int width(JsonValue value) {
        return switch (value) {
            case JsonString text -> text.width() + 2;
            case JsonObject object -> width((Members) object.members());
            case JsonArray array -> width(array);
            case JsonNumber number -> number.literal().length();
            case JsonBoolean flag -> flag.value() ? TRUE.length : FALSE.length;
            case JsonNull ignored -> NULL.length;
        };
    }

    private static int width(Members members) {
        int width = 2 + Math.max(members.size() - 1, 0);
        for (int i = 0; i < members.size(); i++) {
            width += members.name(i).length() + 3 + width(members.value(i));
        }
        return width;
    }

    private static int width(JsonArray array) {
        int width = 2 + Math.max(array.items().size() - 1, 0);
        for (JsonValue item : array.items()) {
            width += width(item);
        }
        return width;
    }

    /** UTF-8 that begins with the given text, so that one array serves for both. */
    public static byte[] write(String prefix, JsonValue value) {
        var writer = new JsonWriter(prefix.length() + width(value), false);
        byte[] head = prefix.getBytes(StandardCharsets.UTF_8);
        writer.raw(head);
        return writer.whole(value);
    }

    public static String writeString(JsonValue value) {
        return new String(write(value), StandardCharsets.UTF_8);
    }

    private void value(JsonValue value) {
        switch (value) {
            case JsonObject object -> object(canonical ? object.sorted() : object);
            case JsonArray array -> array(array);
            case JsonString text -> text(text);
            case JsonNumber number ->
                    ascii(canonical ? number.canonicalLiteral() : number.literal());
            case JsonBoolean flag -> raw(flag.value() ? TRUE : FALSE);
            case JsonNull ignored -> raw(NULL);
        }
    }

    private void object(JsonObject object) {
        var members = (Members) object.members();
        reserve(2);
        buffer[length++] = '{';
        for (int i = 0; i < members.size(); i++) {
            if (i > 0) {
                reserve(1);
                buffer[length++] = ',';
            }
            text(members.name(i));
            reserve(1);
            buffer[length++] = ':';
            value(members.value(i));
        }
        reserve(1);
        buffer[length++] = '}';
    }

    private void array(JsonArray array) {
        reserve(1);
        buffer[length++] = '[';
        boolean first = true;
        for (JsonValue item : array.items()) {
            if (!first) {
                reserve(1);
                buffer[length++] = ',';
            }
            first = false;
            value(item);
        }
        reserve(1);
        buffer[length++] = ']';
    }

    private void text(String text) {
        int characters = text.length();
        reserve(characters + 2);
        byte[] out = buffer;
        int to = length;
        out[to++] = '"';
        int at = 0;
        while (at < characters) {
            char c = text.charAt(at);
            if (!isPlain(c)) {
                break;
            }
            out[to++] = (byte) c;
            at++;
        }
        length = to;
        if (at < characters) {
            escaped(text, at);
        }
        reserve(1);
        buffer[length++] = '"';
    }

    /** A text of which each character is one byte is copied, not looked at again. */
    @SuppressWarnings("deprecation") // to take the lower halves of characters is what is wanted
    private void text(JsonString text) {
        String value = text.value();
        int characters = value.length();
        if (text.width() > characters) {
            text(value);
            return;
        }
        reserve(characters + 2);
        buffer[length] = '"';
        value.getBytes(0, characters, buffer, length + 1);
        length += characters + 2;
        buffer[length - 1] = '"';
    }

    private void escaped(String text, int from) {
        for (int at = from; at < text.length(); at++) {
            reserve(WIDEST);
            char c = text.charAt(at);
            if (c == '"' || c == '\\') {
                buffer[length++] = '\\';
                buffer[length++] = (byte) c;
            } else if (c < 0x20) {
                control(c);
            } else if (c < 0x80) {
                buffer[length++] = (byte) c;
            } else if (c < 0x800) {
                buffer[length++] = (byte) (0xC0 | (c >> 6));
                buffer[length++] = (byte) (0x80 | (c & 0x3F));
            } else if (Character.isHighSurrogate(c)) {
                at++;
                int point = Character.toCodePoint(c, text.charAt(at));
                buffer[length++] = (byte) (0xF0 | (point >> 18));
                buffer[length++] = (byte) (0x80 | ((point >> 12) & 0x3F));
                buffer[length++] = (byte) (0x80 | ((point >> 6) & 0x3F));
                buffer[length++] = (byte) (0x80 | (point & 0x3F));
            } else {
                buffer[length++] = (byte) (0xE0 | (c >> 12));
                buffer[length++] = (byte) (0x80 | ((c >> 6) & 0x3F));
                buffer[length++] = (byte) (0x80 | (c & 0x3F));
            }
        }
    }

    /** Whether the character is one byte, and not escaped. */
    static boolean isPlain(char c) {
        return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
    }

    /**
     * Bytes of a text of whole characters.
     *
     * @param plain characters it begins with that are plain
     */
    static int width(String text, int plain) {
        int width = plain;
        for (int at = plain; at < text.length(); at++) {
            char c = text.charAt(at);
            if (isPlain(c)) {
                width++;
            } else if (c >= 0x20) {
                width += c < 0x800 ? 2 : Character.isSurrogate(c) ? 2 : 3;
            } else {
                width += c == '\n' || c == '\r' || c == '\t' ? 2 : WIDEST;
            }
        }
        return width;
    }

    private void control(char c) {
        buffer[length++] = '\\';
        switch (c) {
            case '\n' -> buffer[length++] = 'n';
            case '\r' -> buffer[length++] = 'r';
            case '\t' -> buffer[length++] = 't';
            default -> {
                buffer[length++] = 'u';
                buffer[length++] = '0';
                buffer[length++] = '0';
                buffer[length++] = HEX[c >> 4];
                buffer[length++] = HEX[c & 0xF];
            }
        }
    }

    private void ascii(String literal) {
        reserve(literal.length());
        for (int i = 0; i < literal.length(); i++) {
            buffer[length++] = (byte) literal.charAt(i);
        }
    }

    private void raw(byte[] bytes) {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
    }

    private void reserve(int more) {
        if (length + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }
}
