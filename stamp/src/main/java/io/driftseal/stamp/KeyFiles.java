package io.driftseal.stamp;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.JsonWriter;
import io.driftseal.workload.json.MalformedJsonException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Key rings as JSON files: {@code {"version":1,"use":"stamp-signing","keys":[{"kid","notBefore",
 * "notAfter","privateKey"}]}}, and with {@code stamp-verification} and {@code publicKey} for the
 * public half; {@code checkpoint} likewise. Keys are base64 of 32 raw bytes. A private file is
 * written for its owner alone, and refused when others may read it.
 */
public final class KeyFiles {

    private static final JsonLimits LIMITS = new JsonLimits(64 * 1024, 4, 1024);

    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.complementOf(
                    EnumSet.of(
                            PosixFilePermission.OWNER_READ,
                            PosixFilePermission.OWNER_WRITE,
                            PosixFilePermission.OWNER_EXECUTE));

    /** Belongs to whoever this process runs as. */
    private static final Path SELF = Path.of("/proc/self");

    private static final Set<PosixFilePermission> GROUP_MAY_READ =
            EnumSet.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.GROUP_READ);

    private KeyFiles() {}

    /** {@code stamp-signing.json} or {@code checkpoint-signing.json}. */
    public static String signingFileName(KeyPurpose purpose) {
        return purpose.text() + "-signing.json";
    }

    /** {@code stamp-verification.json} or {@code checkpoint-verification.json}. */
    public static String verificationFileName(KeyPurpose purpose) {
        return purpose.text() + "-verification.json";
    }

    public static SigningKeyRing readSigning(Path file, KeyPurpose purpose)
            throws KeyFileException {
        refuseReadableByOthers(file);
        return read(
                file,
                purpose.text() + "-signing",
                "privateKey",
                entries ->
                        new SigningKeyRing(
                                entries.stream()
                                        .map(e -> SigningKey.of(e.kid(), e.validity(), e.bytes()))
                                        .toList()));
    }

    public static VerificationKeyRing readVerification(Path file, KeyPurpose purpose)
            throws KeyFileException {
        return read(
                file,
                purpose.text() + "-verification",
                "publicKey",
                entries ->
                        new VerificationKeyRing(
                                entries.stream()
                                        .map(e ->
                                                new VerificationKey(
                                                        e.kid(), e.validity(), e.bytes()))
                                        .toList()));
    }

    /** Replaces the file as a whole, readable by its owner alone (0600). */
    public static void writeSigning(Path file, KeyPurpose purpose, SigningKeyRing ring)
            throws KeyFileException {
        List<JsonObject> keys = new ArrayList<>();
        for (SigningKey key : ring.keys()) {
            keys.add(entry(key.verificationKey(), "privateKey", key.seed()));
        }
        write(file, purpose.text() + "-signing", keys, "rw-------");
    }

    /** Replaces the file as a whole (0644): it holds nothing secret. */
    public static void writeVerification(Path file, KeyPurpose purpose, VerificationKeyRing ring)
            throws KeyFileException {
        List<JsonObject> keys = new ArrayList<>();
        for (VerificationKey key : ring.keys()) {
            keys.add(entry(key, "publicKey", key.publicKey()));
        }
        write(file, purpose.text() + "-verification", keys, "rw-r--r--");
    }

    private static JsonObject entry(VerificationKey key, String field, byte[] bytes) {
        return JsonObject.builder()
                .put("kid", key.kid())
                .put("notBefore", key.validity().notBefore().toString())
                .put("notAfter", key.validity().notAfter().toString())
                .put(field, Base64.getEncoder().encodeToString(bytes))
                .build();
    }

    private static void write(Path file, String use, List<JsonObject> keys, String mode)
            throws KeyFileException {
        JsonObject document =
                JsonObject.builder()
                        .put("version", 1)
                        .put("use", use)
                        .put("keys", new JsonArray(List.<JsonValue>copyOf(keys)))
                        .build();
        replace(file, document, mode);
    }

    /**
     * Writes the document beside the file and moves it there, so that no reader sees half of it.
     */
    static void replace(Path file, JsonObject document, String mode) throws KeyFileException {
        var permissions = PosixFilePermissions.fromString(mode);
        Path directory = file.toAbsolutePath().getParent();
        try {
            Path draft =
                    Files.createTempFile(
                            directory,
                            ".keys",
                            ".new",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(JsonWriter.write(document));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.setPosixFilePermissions(draft, permissions);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new KeyFileException(
                    "cannot write key file " + file + "; check that its directory is writable", e);
        }
    }

    private static <R> R read(Path file, String use, String keyField, Function<List<Entry>, R> ring)
            throws KeyFileException {
        try {
            byte[] bytes = Files.readAllBytes(file);
            var document = StrictObject.of(JsonReader.readObject(bytes, LIMITS), "the key file");
            if (document.smallNumber("version") != 1) {
                throw new IllegalArgumentException("the key file's version is not 1");
            }
            if (!document.text("use").equals(use)) {
                throw new IllegalArgumentException("the key file's use is not " + use);
            }
            var entries = new ArrayList<Entry>();
            for (StrictObject key : document.objects("keys")) {
                entries.add(Entry.of(key, keyField));
            }
            document.nothingElse();
            return ring.apply(entries);
        } catch (IOException e) {
            throw new KeyFileException(
                    "cannot read key file "
                            + file
                            + "; 'driftseal keys init' makes the key files of an installation",
                    e);
        } catch (MalformedJsonException | IllegalArgumentException e) {
            throw new KeyFileException("key file " + file + " is refused: " + e.getMessage(), e);
        }
    }

    static void refuseReadableByOthers(Path file) throws KeyFileException {
        Set<PosixFilePermission> permissions;
        try {
            permissions = Files.getPosixFilePermissions(file);
        } catch (IOException | UnsupportedOperationException e) {
            throw new KeyFileException(
                    "cannot read the permissions of private key file "
                            + file
                            + "; 'driftseal keys init' makes the key files of an installation",
                    e);
        }
        if (permissions.stream().anyMatch(OTHERS::contains) && !mounted(file, permissions)) {
            throw new KeyFileException(
                    "private key file "
                            + file
                            + " is open to others than its owner ("
                            + PosixFilePermissions.toString(permissions)
                            + "); run 'chmod 600' on it, and rotate its keys if others had"
                            + " access");
        }
    }

    /**
     * A Secret that Kubernetes mounts for a user who is not root belongs to root and is readable by
     * the pod's own group: the only way that such a user can read it at all.
     */
    private static boolean mounted(Path file, Set<PosixFilePermission> permissions)
            throws KeyFileException {
        try {
            return GROUP_MAY_READ.containsAll(permissions)
                    && Integer.valueOf(0).equals(Files.getAttribute(file, "unix:uid"))
                    && !Integer.valueOf(0).equals(Files.getAttribute(SELF, "unix:uid"));
        } catch (IOException | UnsupportedOperationException e) {
            throw new KeyFileException("cannot read the owner of private key file " + file, e);
        }
    }

    private record Entry(String kid, Validity validity, SecretBytes secret) {
        static Entry of(StrictObject key, String keyField) {
            String kid = key.text("kid");
            var validity = new Validity(key.time("notBefore"), key.time("notAfter"));
            var secret = SecretBytes.ofBase64(key.text(keyField), keyField);
            key.nothingElse();
            return new Entry(kid, validity, secret);
        }

        byte[] bytes() {
            return secret.bytes();
        }
    }

    /** Key bytes on their way from a file into a key; never printed. */
    private static final class SecretBytes {
        private final byte[] bytes;

        private SecretBytes(byte[] bytes) {
            this.bytes = bytes;
        }

        static SecretBytes ofBase64(String text, String field) {
            try {
                return new SecretBytes(Base64.getDecoder().decode(text));
            } catch (IllegalArgumentException e) {
                // The decoder's message may quote a character of the key.
                throw new IllegalArgumentException(field + " is not base64");
            }
        }

        byte[] bytes() {
            return bytes.clone();
        }
    }
}
