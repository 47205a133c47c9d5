package io.driftseal.decision.source.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import io.driftseal.decision.bundle.PolicyRefusedException;
import io.driftseal.decision.source.server.VerificationKeys.VerificationKey;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.MalformedJsonException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The signature of a bundle as {@code opa build} and {@code opa sign} make it: one token in {@code
 * .signatures.json} with the hash of every file. It holds where a listed key made it, for the scope
 * of that key, and the files are those it names: no other, none less, none changed.
 */
final class BundleSignature {

    static final String FILE = ".signatures.json";

    private static final JsonLimits LIMITS = new JsonLimits(2 * 1024 * 1024, 16, 100_000);
    private static final JsonLimits DOCUMENT_LIMITS =
            new JsonLimits(32 * 1024 * 1024, 64, 1_000_000);

    /** By OPA's names; those that can be forged are no evidence. */
    private static final Map<String, String> HASHES =
            Map.of(
                    "SHA-256", "SHA-256",
                    "SHA-384", "SHA-384",
                    "SHA-512", "SHA-512",
                    "SHA-512-256", "SHA-512/256");

    private BundleSignature() {}

    /** A file as the token names it. */
    private record Signed(String algorithm, String hash) {}

    /**
     * The id of the key that signed these files.
     *
     * @throws PolicyRefusedException where no listed key did, or they are not what was signed
     */
    static String verify(Map<String, byte[]> files, VerificationKeys keys)
            throws PolicyRefusedException {
        byte[] signatures = files.get(FILE);
        if (signatures == null) {
            throw BundleArchive.refused("is not signed, and keys are set to verify it with");
        }
        JWSObject token = parse(token(signatures));
        JsonObject payload = json(token.getPayload().toBytes(), "has a signature whose payload");
        Optional<String> id =
                Optional.ofNullable(token.getHeader().getKeyID()).or(() -> payload.string("keyid"));
        Map.Entry<String, VerificationKey> key =
                keys.find(id)
                        .orElseThrow(() ->
                                BundleArchive.refused(
                                        "is signed by a key that is not listed: "
                                                + id.map(BundleSignature::shown)
                                                        .orElse("(without an id)")));
        verify(token, key.getKey(), key.getValue());
        if (!payload.string("scope").orElse("").equals(key.getValue().scope())) {
            throw BundleArchive.refused("is signed for another scope than that of its key");
        }
        compare(files, signed(payload));
        return key.getKey();
    }

    private static String token(byte[] content) throws PolicyRefusedException {
        JsonObject document = json(content, "has a " + FILE + " that");
        List<JsonValue> tokens = document.array("signatures");
        Set<String> plugins = Set.of("", "_default");
        if (tokens.size() != 1
                || !(tokens.getFirst() instanceof JsonString token)
                || !plugins.contains(document.string("plugin").orElse(""))) {
            throw BundleArchive.refused("must have exactly one signature, made without a plugin");
        }
        return token.value();
    }

    private static JWSObject parse(String token) throws PolicyRefusedException {
        try {
            return JWSObject.parse(token);
        } catch (ParseException e) {
            throw BundleArchive.refused("has a signature that is no token");
        }
    }

    private static void verify(JWSObject token, String id, VerificationKey key)
            throws PolicyRefusedException {
        boolean holds;
        try {
            holds =
                    token.getHeader().getAlgorithm().equals(key.algorithm())
                            && token.verify(key.verifier());
        } catch (JOSEException e) {
            holds = false;
        }
        if (!holds) {
            throw BundleArchive.refused("has a signature that is not one of the key " + id);
        }
    }

    private static Map<String, Signed> signed(JsonObject payload) throws PolicyRefusedException {
        Map<String, Signed> signed = new HashMap<>();
        for (JsonValue file : payload.array("files")) {
            if (!(file instanceof JsonObject named)) {
                throw BundleArchive.refused("has a signature that names no files");
            }
            String name = named.string("name").orElse("");
            var entry =
                    new Signed(
                            named.string("algorithm").orElse(""), named.string("hash").orElse(""));
            if (signed.put(BundlePath.of(name), entry) != null) {
                throw BundleArchive.refused("has a signature that names a file twice: " + name);
            }
        }
        return signed;
    }

    private static void compare(Map<String, byte[]> files, Map<String, Signed> signed)
            throws PolicyRefusedException {
        Set<String> missing = new TreeSet<>(signed.keySet());
        missing.removeAll(files.keySet());
        if (!missing.isEmpty()) {
            throw BundleArchive.refused(
                    "lacks a file that was signed: " + missing.iterator().next());
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            String name = file.getKey();
            if (name.equals(FILE)) {
                continue;
            }
            Signed entry = signed.get(name);
            if (entry == null) {
                throw BundleArchive.refused("has a file that is not signed: " + name);
            }
            if (!MessageDigest.isEqual(hash(name, file.getValue(), entry), bytes(entry.hash()))) {
                throw BundleArchive.refused("has a file that is not as it was signed: " + name);
            }
        }
    }

    private static byte[] hash(String name, byte[] content, Signed entry)
            throws PolicyRefusedException {
        String algorithm = HASHES.get(entry.algorithm());
        if (algorithm == null) {
            throw BundleArchive.refused("is signed with a hash that is not accepted");
        }
        byte[] form = isDocument(name) ? SignedForm.of(document(name, content)) : content;
        try {
            return MessageDigest.getInstance(algorithm).digest(form);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }

    /** Those that OPA signs by their meaning, not their bytes. */
    private static boolean isDocument(String name) {
        String base = name.substring(name.lastIndexOf('/') + 1);
        return base.equals("data.json") || base.equals(BundleManifest.FILE);
    }

    private static JsonValue document(String name, byte[] content) throws PolicyRefusedException {
        try {
            return JsonReader.read(content, DOCUMENT_LIMITS);
        } catch (MalformedJsonException e) {
            throw BundleArchive.refused("has malformed data in " + name + ": " + e.getMessage());
        }
    }

    private static JsonObject json(byte[] content, String what) throws PolicyRefusedException {
        try {
            return JsonReader.readObject(content, LIMITS);
        } catch (MalformedJsonException e) {
            throw BundleArchive.refused(what + " is no JSON object");
        }
    }

    private static byte[] bytes(String hex) {
        try {
            return HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** Written by the server, read by people. */
    private static String shown(String id) {
        return id.length() <= 100 && id.chars().allMatch(c -> c >= ' ' && c < 127)
                ? id
                : "(an id that is not shown)";
    }
}
