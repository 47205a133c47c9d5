package io.driftseal.decision.document;

import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonWriter;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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
        return new CanonicalDocument(JsonWriter.writeCanonical(document));
    }

    /** UTF-8. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The same bytes, not copied, to be read only. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    public int size() {
        return bytes.length;
    }

    /** SHA-256 of the bytes, 64 lower-case hex characters. */
    public String digest() {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
