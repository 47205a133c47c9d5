package io.driftseal.workload.json;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * Bytes to tree, strictly: what two readers could understand differently (two members of one name,
 * a second document behind the first, malformed UTF-8) is refused, because one of these readers is
 * the API server and the other decides for it.
 */
public final class JsonReader {

    private static final String WELL_FORMED = "send one well-formed JSON document (RFC 8259)";

    /**
     * Bounds are ours, checked while reading; the parser's own are set out of the way but for
     * numbers.
     */
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNumberLength(JsonNumber.MAXIMUM_LENGTH)
                                    .maxNestingDepth(1_000)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .maxNameLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    private final JsonParser parser;
    private final JsonLimits limits;
    private final OpenValues open = new OpenValues();
    private int nodes;

    private JsonReader(JsonParser parser, JsonLimits limits) {
        this.parser = parser;
        this.limits = limits;
    }

    /**
     * Reads exactly one document.
     *
     * @throws MalformedJsonException with the offset and a remedy; nothing of the text is in it
     */
    public static JsonValue read(byte[] utf8, JsonLimits limits) throws MalformedJsonException {
        if (utf8.length > limits.maximumBytes()) {
            throw new MalformedJsonException(
                    "document of " + utf8.length + " bytes",
                    limits.maximumBytes(),
                    "send at most " + limits.maximumBytes() + " bytes");
        }
        Utf8.check(utf8);
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
            return new JsonReader(parser, limits).document();
        } catch (JacksonException e) {
            throw new MalformedJsonException("malformed JSON", offset(e), WELL_FORMED);
        }
    }

    /** As {@link #read}, for documents that must be an object. */
    public static JsonObject readObject(byte[] utf8, JsonLimits limits)
            throws MalformedJsonException {
        if (read(utf8, limits) instanceof JsonObject object) {
            return object;
        }
        throw new MalformedJsonException("not an object", 0, "send a JSON object");
    }

    private JsonValue document() throws MalformedJsonException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw malformed("no document", WELL_FORMED);
        }
        JsonValue value = value(first, 0);
        if (parser.nextToken() != null) {
            throw malformed("text behind the document", "send one document and nothing after it");
        }
        return value;
    }

    private JsonValue value(@Nullable JsonToken token, int depth) throws MalformedJsonException {
        if (token == null) {
            throw malformed("document ends early", WELL_FORMED);
        }
        if (++nodes > limits.maximumNodes()) {
            throw malformed(
                    "more than " + limits.maximumNodes() + " values", "send a smaller document");
        }
        return switch (token) {
            case START_OBJECT -> object(depth + 1);
            case START_ARRAY -> array(depth + 1);
            case VALUE_STRING -> text(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getString());
            case VALUE_TRUE -> JsonBoolean.TRUE;
            case VALUE_FALSE -> JsonBoolean.FALSE;
            case VALUE_NULL -> JsonNull.INSTANCE;
            default -> throw malformed("malformed JSON", WELL_FORMED);
        };
    }

    private JsonObject object(int depth) throws MalformedJsonException {
        checkDepth(depth);
        int mark = open.mark();
        Map<String, JsonValue> index = null;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonValue value = value(parser.nextToken(), depth);
            if (JsonString.loneSurrogate(name) >= 0) {
                throw loneSurrogate();
            }
            try {
                index = open.addMember(mark, name, value, index);
            } catch (OpenValues.DuplicateName e) {
                throw malformed("two members of one name", "name each member of an object once");
            }
        }
        if (parser.currentToken() != JsonToken.END_OBJECT) {
            throw malformed("document ends early", WELL_FORMED);
        }
        return JsonObject.of(open.closeMembers(mark, index));
    }

    private JsonArray array(int depth) throws MalformedJsonException {
        checkDepth(depth);
        int mark = open.mark();
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            open.addItem(value(token, depth));
        }
        return open.closeItems(mark);
    }

    private JsonString text(String value) throws MalformedJsonException {
        try {
            return new JsonString(value);
        } catch (IllegalArgumentException e) {
            throw loneSurrogate();
        }
    }

    private JsonNumber number(String literal) throws MalformedJsonException {
        try {
            return new JsonNumber(literal);
        } catch (IllegalArgumentException e) {
            throw malformed(
                    "number out of range",
                    "send numbers of at most 128 characters without an exponent");
        }
    }

    private void checkDepth(int depth) throws MalformedJsonException {
        if (depth > limits.maximumDepth()) {
            throw malformed(
                    "more than " + limits.maximumDepth() + " levels", "send a flatter document");
        }
    }

    private MalformedJsonException loneSurrogate() {
        return malformed(
                "half of a surrogate pair", "send whole characters (\\ud83d\\ude00 for U+1F600)");
    }

    private MalformedJsonException malformed(String problem, String remedy) {
        return new MalformedJsonException(
                problem, parser.currentTokenLocation().getByteOffset(), remedy);
    }

    private static long offset(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        return location == null ? 0 : Math.max(location.getByteOffset(), 0);
    }
}
