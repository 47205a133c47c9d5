package io.driftseal.stamp;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Keys of approvers as files: {@code {"version":1,"use":"approval-verification","keys":[{"kid",
 * "identity","notBefore","notAfter","publicKey","revokedAt"}]}} is what administrators keep, {@code
 * approval-signing} with one {@code privateKey} is the approver's own.
 */
public final class ApproverFiles {

    private static final String SIGNING = "approval-signing";
    private static final String VERIFICATION = "approval-verification";
    private static final JsonLimits LIMITS = new JsonLimits(256 * 1024, 4, 4096);

    private ApproverFiles() {}

    public static ApproverRing readRing(Path file) throws KeyFileException {
        var keys = new ArrayList<ApproverKey>();
        read(
                file,
                VERIFICATION,
                entry -> {
                    String kid = entry.text("kid");
                    var validity = new Validity(entry.time("notBefore"), entry.time("notAfter"));
                    var key = new VerificationKey(kid, validity, bytes(entry, "publicKey"));
                    String identity = entry.text("identity");
                    Optional<Instant> revokedAt =
                            entry.optionalText("revokedAt").map(text -> entry.time("revokedAt"));
                    keys.add(new ApproverKey(key, identity, revokedAt));
                });
        try {
            return new ApproverRing(keys);
        } catch (IllegalArgumentException e) {
            throw new KeyFileException("key file " + file + " is refused: " + e.getMessage(), e);
        }
    }

    /** Replaces the file as a whole (0644): it holds nothing secret. */
    public static void writeRing(Path file, ApproverRing ring) throws KeyFileException {
        List<JsonValue> keys = new ArrayList<>();
        for (ApproverKey approver : ring.keys()) {
            keys.add(entry(approver, "publicKey", approver.key().publicKey()));
        }
        KeyFiles.replace(file, document(VERIFICATION, keys), "rw-r--r--");
    }

    /** The approver's own key; a file that others may read is refused. */
    public static ApproverSigningKey readSigning(Path file) throws KeyFileException {
        KeyFiles.refuseReadableByOthers(file);
        var keys = new ArrayList<ApproverSigningKey>();
        read(
                file,
                SIGNING,
                entry -> {
                    String kid = entry.text("kid");
                    var validity = new Validity(entry.time("notBefore"), entry.time("notAfter"));
                    String identity = entry.text("identity");
                    keys.add(
                            new ApproverSigningKey(
                                    SigningKey.of(kid, validity, bytes(entry, "privateKey")),
                                    identity));
                });
        if (keys.size() != 1) {
            throw new KeyFileException(
                    "key file " + file + " is refused: it does not hold exactly one key");
        }
        return keys.getFirst();
    }

    /** Replaces the file as a whole, readable by its owner alone (0600). */
    public static void writeSigning(Path file, ApproverSigningKey key) throws KeyFileException {
        JsonObject entry = entry(key.publicHalf(), "privateKey", key.key().seed());
        KeyFiles.replace(file, document(SIGNING, List.of(entry)), "rw-------");
    }

    private static JsonObject entry(ApproverKey approver, String field, byte[] bytes) {
        VerificationKey key = approver.key();
        var entry =
                JsonObject.builder()
                        .put("kid", key.kid())
                        .put("identity", approver.identity())
                        .put("notBefore", key.validity().notBefore().toString())
                        .put("notAfter", key.validity().notAfter().toString())
                        .put(field, Base64.getEncoder().encodeToString(bytes));
        approver.revokedAt().ifPresent(time -> entry.put("revokedAt", time.toString()));
        return entry.build();
    }

    private static JsonObject document(String use, List<? extends JsonValue> keys) {
        return JsonObject.builder()
                .put("version", 1)
                .put("use", use)
                .put("keys", new JsonArray(List.copyOf(keys)))
                .build();
    }

    private static void read(Path file, String use, EntryReader reader) throws KeyFileException {
        try {
            var document =
                    StrictObject.of(
                            JsonReader.readObject(Files.readAllBytes(file), LIMITS),
                            "the key file");
            if (document.smallNumber("version") != 1 || !document.text("use").equals(use)) {
                throw new IllegalArgumentException(
                        "the key file's version is not 1, or its use is not " + use);
            }
            for (StrictObject entry : document.objects("keys")) {
                reader.read(entry);
                entry.nothingElse();
            }
            document.nothingElse();
        } catch (IOException e) {
            throw new KeyFileException(
                    "cannot read key file " + file + "; 'driftseal keys approver' makes one", e);
        } catch (MalformedJsonException | IllegalArgumentException e) {
            throw new KeyFileException("key file " + file + " is refused: " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(StrictObject entry, String field) {
        try {
            return Base64.getDecoder().decode(entry.text(field));
        } catch (IllegalArgumentException e) {
            // The decoder's message may quote a character of the key.
            throw new IllegalArgumentException(field + " is not base64");
        }
    }

    /** Reads the fields of one key. */
    @FunctionalInterface
    private interface EntryReader {
        void read(StrictObject entry);
    }
}
