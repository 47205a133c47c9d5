package io.driftseal.decision.document;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.JsonWriter;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Map;

/**
 * An input document as the engine gets it: members sorted by name, numbers in one form, no white
 * space. Equal meaning gives equal bytes, so a kept document can be matched to its digest.
 */
public final class CanonicalDocument {

    private final byte[] bytes;

    private CanonicalDocument(byte[] bytes) {
        this.bytes = bytes;
    }

    public static CanonicalDocument of(JsonObject document) {
        return new CanonicalDocument(JsonWriter.write(sorted(document)));
    }

    /** UTF-8. */
    public byte[] bytes() {
        return bytes.clone();
    }

    public int size() {
        return bytes.length;
    }

    /** SHA-256 of the bytes, 64 lower-case hex characters. */
    public String digest() {
        return sha256(bytes);
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static JsonValue sorted(JsonValue value) {
        return switch (value) {
            case JsonObject object -> {
                var builder = JsonObject.builder();
                object.members().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .forEach(member -> builder.put(member.getKey(), sorted(member.getValue())));
                yield builder.build();
            }
            case JsonArray array -> {
                var items = new ArrayList<JsonValue>(array.items().size());
                array.items().forEach(item -> items.add(sorted(item)));
                yield new JsonArray(items);
            }
            case JsonNumber number -> new JsonNumber(number.canonicalLiteral());
            default -> value;
        };
    }
}
