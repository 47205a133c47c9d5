package io.driftseal.rego.json;

import io.driftseal.rego.value.Construction;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoNull;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * One JSON document to a value, built straight from its bytes. Exactly one document: nothing behind
 * it, no byte order mark, no more levels than a value may have, no number that OPA refuses.
 */
public final class RegoJsonReader {

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNumberLength(RegoNumber.MAXIMUM_LENGTH)
                                    .maxNestingDepth(RegoValue.MAXIMUM_DEPTH)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .maxNameLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    private static final RegoValue[] NONE = new RegoValue[0];

    private final JsonParser parser;
    private final boolean strict;

    /** Items of the arrays that are being read, one behind the other. */
    private RegoValue[] pending = NONE;

    private int pendingSize;

    private RegoJsonReader(JsonParser parser, JsonReading reading) {
        this.parser = parser;
        this.strict = reading == JsonReading.STRICT;
    }

    /**
     * Reads one document.
     *
     * @param utf8 the whole document
     * @throws MalformedJsonException where it is none, with the offset; nothing of the text is in
     *     it
     */
    public static RegoValue read(byte[] utf8, JsonReading reading) throws MalformedJsonException {
        byte[] text = checked(utf8, reading);
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return new RegoJsonReader(parser, reading).document();
        } catch (JacksonException e) {
            TokenStreamLocation location = e.getLocation();
            throw new MalformedJsonException(
                    "malformed JSON", location == null ? 0 : Math.max(location.getByteOffset(), 0));
        }
    }

    /** The bytes that the parser may see: UTF-8, and nothing that it would take for UTF-16. */
    private static byte[] checked(byte[] utf8, JsonReading reading) throws MalformedJsonException {
        for (int i = 0; i < Math.min(utf8.length, 4); i++) {
            if (utf8[i] == 0) {
                throw new MalformedJsonException("NUL", i);
            }
        }
        if (utf8.length > 0 && ((utf8[0] & 0xFF) == 0xEF || (utf8[0] & 0xFF) >= 0xFE)) {
            throw new MalformedJsonException("byte order mark", 0);
        }
        if (isAscii(utf8)) {
            return utf8;
        }
        ByteBuffer bytes = ByteBuffer.wrap(utf8);
        try {
            var _ = StandardCharsets.UTF_8.newDecoder().decode(bytes);
            return utf8;
        } catch (CharacterCodingException e) {
            if (reading == JsonReading.STRICT) {
                throw new MalformedJsonException("malformed UTF-8", bytes.position());
            }
            return replaced(utf8);
        }
    }

    private static boolean isAscii(byte[] bytes) {
        int all = 0;
        for (byte one : bytes) {
            all |= one;
        }
        return all >= 0;
    }

    /** Every byte that is no part of a character becomes a U+FFFD of its own. */
    private static byte[] replaced(byte[] utf8) {
        String text = RegoString.ofUtf8(utf8).text();
        var out = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); ) {
            int codePoint = text.codePointAt(at);
            at += Character.charCount(codePoint);
            out.appendCodePoint(isSurrogate(codePoint) ? '\uFFFD' : codePoint);
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private RegoValue document() throws MalformedJsonException {
        RegoValue value = value(parser.nextToken());
        if (parser.nextToken() != null) {
            throw malformed("text behind the document");
        }
        return value;
    }

    private RegoValue value(@Nullable JsonToken token) throws MalformedJsonException {
        if (token == null) {
            throw malformed("document ends early");
        }
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> RegoString.of(characters(parser.getString()));
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> number();
            case VALUE_TRUE -> RegoBoolean.TRUE;
            case VALUE_FALSE -> RegoBoolean.FALSE;
            case VALUE_NULL -> RegoNull.NULL;
            default -> throw malformed("malformed JSON");
        };
    }

    private RegoValue integer() throws MalformedJsonException {
        return switch (parser.getNumberType()) {
            case INT, LONG -> {
                long value = parser.getLongValue();
                yield value == 0 ? number() : RegoNumber.of(value);
            }
            default -> number();
        };
    }

    private RegoValue number() throws MalformedJsonException {
        try {
            return RegoNumber.parse(parser.getString());
        } catch (NumberFormatException e) {
            throw malformed("number out of range");
        }
    }

    private RegoObject object() throws MalformedJsonException {
        RegoObject object = Construction.object(4);
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            RegoString key = KeyCache.key(characters(name));
            int before = object.size();
            Construction.insert(object, key, value(parser.nextToken()));
            if (strict && object.size() == before) {
                throw malformed("two members of one name");
            }
        }
        if (parser.currentToken() != JsonToken.END_OBJECT) {
            throw malformed("document ends early");
        }
        return object.isEmpty() ? RegoObject.EMPTY : object;
    }

    private RegoArray array() throws MalformedJsonException {
        int start = pendingSize;
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            RegoValue item = value(token);
            if (pendingSize == pending.length) {
                pending = Arrays.copyOf(pending, Math.max(16, pendingSize * 2));
            }
            pending[pendingSize++] = item;
        }
        RegoValue[] items = Arrays.copyOfRange(pending, start, pendingSize);
        pendingSize = start;
        return Construction.arrayOwning(items, items.length);
    }

    /** The text without halves of surrogate pairs, which JSON can escape and UTF-8 cannot hold. */
    private String characters(String text) throws MalformedJsonException {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return pairs(text);
            }
        }
        return text;
    }

    private String pairs(String text) throws MalformedJsonException {
        var out = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); ) {
            int codePoint = text.codePointAt(at);
            at += Character.charCount(codePoint);
            if (isSurrogate(codePoint)) {
                if (strict) {
                    throw malformed("half of a surrogate pair");
                }
                codePoint = '\uFFFD';
            }
            out.appendCodePoint(codePoint);
        }
        return out.toString();
    }

    private MalformedJsonException malformed(String problem) {
        return new MalformedJsonException(
                problem, Math.max(parser.currentTokenLocation().getByteOffset(), 0));
    }
}
