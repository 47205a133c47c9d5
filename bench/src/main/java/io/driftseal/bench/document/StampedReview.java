package io.driftseal.bench.document;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.JsonWriter;
import io.driftseal.workload.json.MalformedJsonException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The review that follows a stamp: the same object with the answer's patch applied. Cut into pieces
 * once, so that making one costs the load generator little.
 */
public final class StampedReview {
    private static final String ANNOTATION = "stamp.driftseal.io/";
    private static final String PLACE = "@@the stamp@@";
    private static final JsonLimits SMALL = new JsonLimits(64 * 1024, 16, 1_000);

    private final String before;
    private final String after;

    private StampedReview(String before, String after) {
        this.before = before;
        this.after = after;
    }

    /** Of an object that has labels and annotations and no stamp yet. */
    public static StampedReview of(String username, JsonObject object) {
        byte[] body = Review.create(username, stamped(object, PLACE));
        String text = new String(body, StandardCharsets.UTF_8);
        String literal = JsonWriter.writeString(new JsonString(PLACE));
        int at = text.indexOf(literal);
        return new StampedReview(text.substring(0, at), text.substring(at + literal.length()));
    }

    /** The object with its stamp, as it would be stored. */
    public static JsonObject stamped(JsonObject object, String stamp) {
        String kind = object.string("kind").orElseThrow().toLowerCase(java.util.Locale.ROOT);
        JsonObject metadata = object.object("metadata");
        return object.with(
                "metadata",
                metadata.with("labels", label(metadata.object("labels")))
                        .with(
                                "annotations",
                                metadata.object("annotations").with(ANNOTATION + kind, stamp)));
    }

    private static JsonObject label(JsonObject labels) {
        return labels.with("driftseal.io/runtime-policy", "standard");
    }

    /** UTF-8. */
    public byte[] with(String stamp) {
        var body = new ByteArrayOutputStream(before.length() + after.length() + 4096);
        body.writeBytes(before.getBytes(StandardCharsets.UTF_8));
        body.writeBytes(JsonWriter.write(new JsonString(stamp)));
        body.writeBytes(after.getBytes(StandardCharsets.UTF_8));
        return body.toByteArray();
    }

    /**
     * The stamp in the patch of an answer.
     *
     * @throws IllegalStateException if the object was not allowed and stamped
     */
    public static String stampIn(byte[] answer) {
        for (JsonValue operation : patch(answer).items()) {
            if (operation instanceof JsonObject object
                    && object.string("path").orElse("").contains("stamp.driftseal.io~1")) {
                return object.string("value").orElseThrow();
            }
        }
        throw new IllegalStateException(
                "not stamped: " + new String(answer, StandardCharsets.UTF_8));
    }

    /** Bytes that an answer adds to the stored object, as the JSON of its patch. */
    public static int patchBytes(byte[] answer) {
        return JsonWriter.write(patch(answer)).length;
    }

    private static JsonArray patch(byte[] answer) {
        try {
            String patch =
                    JsonReader.readObject(answer, SMALL)
                            .string("response", "patch")
                            .orElseThrow(() ->
                                    new IllegalStateException(
                                            "no patch: "
                                                    + new String(answer, StandardCharsets.UTF_8)));
            return (JsonArray) JsonReader.read(Base64.getDecoder().decode(patch), SMALL);
        } catch (MalformedJsonException e) {
            throw new IllegalStateException("the answer is malformed", e);
        }
    }
}
