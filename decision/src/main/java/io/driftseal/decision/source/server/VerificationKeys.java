package io.driftseal.decision.source.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import io.driftseal.decision.document.DocumentException;
import io.driftseal.decision.document.StrictDocument;
import io.driftseal.decision.source.PolicySourceException;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who may sign bundles, by key id: {@code {"keys": {"<id>": {"algorithm", "key", "scope"}}}}, as in
 * OPA's own configuration. The algorithm of a key stands here and is not the token's to choose.
 */
final class VerificationKeys {

    private static final int MAXIMUM_BYTES = 256 * 1024;
    private static final int MAXIMUM_KEYS = 100;
    private static final int MAXIMUM_TEXT = 256;
    private static final int MAXIMUM_KEY = 16 * 1024;
    private static final int LEAST_RSA_BITS = 2048;
    private static final JsonLimits LIMITS = new JsonLimits(MAXIMUM_BYTES, 8, 1_000);
    private static final String ROOT = "keys";
    private static final String UNUSABLE = "the keys that bundles are verified with ";

    private final byte[] content;
    private final Map<String, VerificationKey> keys;

    /**
     * One of them.
     *
     * @param scope that a bundle must name; empty where it must name none
     */
    record VerificationKey(JWSAlgorithm algorithm, JWSVerifier verifier, String scope) {}

    private VerificationKeys(byte[] content, Map<String, VerificationKey> keys) {
        this.content = content;
        this.keys = keys;
    }

    /**
     * @throws PolicySourceException where the file is not as it must be; nothing of it is repeated
     */
    static VerificationKeys read(Path file) throws PolicySourceException {
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(MAXIMUM_BYTES + 1);
        } catch (IOException e) {
            throw unusable("cannot be read", e);
        }
        try {
            JsonObject whole = JsonReader.readObject(content, LIMITS);
            var document = new StrictDocument(whole, "");
            StrictDocument named = document.document(ROOT);
            document.end();
            Map<String, VerificationKey> keys = new TreeMap<>();
            for (String id : whole.object(ROOT).members().keySet()) {
                keys.put(id, key(named.document(id)));
            }
            named.end();
            if (keys.isEmpty() || keys.size() > MAXIMUM_KEYS || keys.containsKey("")) {
                throw new PolicySourceException(
                        UNUSABLE + "must be 1 to " + MAXIMUM_KEYS + ", each with its id");
            }
            return new VerificationKeys(content, keys);
        } catch (MalformedJsonException | DocumentException e) {
            throw unusable("are malformed: " + e.getMessage(), e);
        } catch (GeneralSecurityException | JOSEException | IllegalArgumentException e) {
            throw unusable("hold a key that is none for its algorithm", e);
        }
    }

    private static VerificationKey key(StrictDocument document)
            throws DocumentException, GeneralSecurityException, JOSEException {
        JWSAlgorithm algorithm = new JWSAlgorithm(document.text("algorithm", MAXIMUM_TEXT));
        String key = document.text("key", MAXIMUM_KEY);
        String scope = document.has("scope") ? document.text("scope", MAXIMUM_TEXT) : "";
        document.end();
        JWSVerifier verifier;
        if (JWSAlgorithm.Family.HMAC_SHA.contains(algorithm)) {
            // Refuses secrets that are shorter than the hash.
            verifier = new MACVerifier(key.getBytes(StandardCharsets.UTF_8));
        } else if (JWSAlgorithm.Family.RSA.contains(algorithm)) {
            verifier = new RSASSAVerifier(rsa(key));
        } else if (JWSAlgorithm.Family.EC.contains(algorithm)) {
            verifier = new ECDSAVerifier((ECPublicKey) PublicKeyPem.read(key, "EC"));
        } else {
            throw document.invalid("algorithm", "must be RS, PS, ES or HS with 256, 384 or 512");
        }
        if (!verifier.supportedJWSAlgorithms().contains(algorithm)) {
            throw document.invalid("algorithm", "is not one of this key");
        }
        return new VerificationKey(algorithm, verifier, scope);
    }

    private static RSAPublicKey rsa(String pem) throws GeneralSecurityException {
        var key = (RSAPublicKey) PublicKeyPem.read(pem, "RSA");
        if (key.getModulus().bitLength() < LEAST_RSA_BITS) {
            throw new GeneralSecurityException("too short");
        }
        return key;
    }

    /**
     * @param id that the token names; where it names none, the only key there is
     */
    Optional<Map.Entry<String, VerificationKey>> find(Optional<String> id) {
        return id.isEmpty() && keys.size() > 1
                ? Optional.empty()
                : keys.entrySet().stream()
                        .filter(entry -> id.isEmpty() || entry.getKey().equals(id.get()))
                        .findFirst();
    }

    /** Whether both were read from the same content. */
    boolean same(VerificationKeys other) {
        return Arrays.equals(content, other.content);
    }

    private static PolicySourceException unusable(String what, Exception cause) {
        return new PolicySourceException(UNUSABLE + what, cause);
    }
}
