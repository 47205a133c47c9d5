package io.driftseal.rego.builtin.crypto;

import io.driftseal.rego.builtin.BoundedCache;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.encoding.GoBase64;
import io.driftseal.rego.json.JsonReading;
import io.driftseal.rego.json.MalformedJsonException;
import io.driftseal.rego.json.RegoJsonReader;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPrivateKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key to verify or sign tokens with: from a certificate, a public key in PEM, or a JSON web key.
 *
 * @param algorithm the algorithm it is for, empty where it does not say
 * @param id its identifier, empty where it has none
 * @param publicKey null for a symmetric key
 * @param privateKey null where only the public half is known
 * @param secret the bytes of a symmetric key
 */
@SuppressWarnings("ArrayRecordComponent")
record WebKey(
        String algorithm,
        String id,
        @Nullable PublicKey publicKey,
        @Nullable PrivateKey privateKey,
        byte @Nullable [] secret) {

    /** Algorithms of tokens that OPA knows. */
    static final Set<String> ALGORITHMS =
            Set.of(
                    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512",
                    "HS256", "HS384", "HS512", "EdDSA");

    private static final BoundedCache<String, List<WebKey>> VERIFYING = new BoundedCache<>(100);

    private static WebKey of(PublicKey key) {
        return new WebKey("", "", key, null, null);
    }

    /**
     * The keys to verify with in a text: one of a certificate or of PEM, or those of a JSON web key
     * (set).
     *
     * @throws BuiltinException where there are none
     */
    static List<WebKey> verifying(String text) {
        return VERIFYING.get(text, WebKey::parseVerifying);
    }

    private static List<WebKey> parseVerifying(String text) {
        List<PemBlock> blocks = PemBlock.all(text);
        if (blocks.isEmpty()) {
            return keys(text).stream()
                    .filter(key -> key.algorithm.isEmpty() || ALGORITHMS.contains(key.algorithm))
                    .toList();
        }
        PemBlock block = blocks.getFirst();
        if (block.end() < text.length()) {
            throw BuiltinException.of("extra data after a PEM certificate block");
        }
        return switch (block.type()) {
            case "CERTIFICATE" -> List.of(of(certified(block.bytes())));
            case "PUBLIC KEY" -> List.of(of(publicKey(block.bytes())));
            default ->
                    throw BuiltinException.of("failed to extract a Key from the PEM certificate");
        };
    }

    private static PublicKey certified(byte[] der) {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der))
                    .getPublicKey();
        } catch (GeneralSecurityException malformed) {
            throw BuiltinException.of(
                    "failed to parse a PEM certificate: x509: malformed certificate");
        }
    }

    private static PublicKey publicKey(byte[] der) {
        for (String algorithm : List.of("RSA", "EC", "Ed25519", "DSA")) {
            try {
                return KeyFactory.getInstance(algorithm)
                        .generatePublic(new X509EncodedKeySpec(der));
            } catch (GeneralSecurityException other) {
                // Another kind of key: the next one is tried.
            }
        }
        throw BuiltinException.of("failed to parse a PEM public key: asn1: structure error");
    }

    /**
     * The keys of a JSON web key or a set of them.
     *
     * @throws BuiltinException where it is none
     */
    static List<WebKey> keys(String json) {
        try {
            RegoValue document = RegoJsonReader.read(RegoString.of(json).utf8(), JsonReading.AS_GO);
            if (!(document instanceof RegoObject object)) {
                throw unreadable("not an object");
            }
            if (!(object.get("keys") instanceof RegoArray set)) {
                return List.of(key(object));
            }
            List<WebKey> keys = new ArrayList<>();
            for (RegoValue one : set.items()) {
                if (!(one instanceof RegoObject key)) {
                    throw unreadable("not an object");
                }
                keys.add(key(key));
            }
            return keys;
        } catch (MalformedJsonException malformed) {
            throw unreadable("malformed JSON");
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            throw unreadable("malformed key");
        }
    }

    private static BuiltinException unreadable(String reason) {
        return BuiltinException.of("failed to parse a JWK key (set): " + reason);
    }

    private static WebKey key(RegoObject key) throws GeneralSecurityException {
        String algorithm = text(key, "alg");
        String id = text(key, "kid");
        return switch (text(key, "kty")) {
            case "oct" -> new WebKey(algorithm, id, null, null, bytes(key, "k"));
            case "RSA" -> {
                KeyFactory factory = KeyFactory.getInstance("RSA");
                BigInteger modulus = number(key, "n");
                BigInteger exponent = number(key, "e");
                PublicKey known = factory.generatePublic(new RSAPublicKeySpec(modulus, exponent));
                yield new WebKey(algorithm, id, known, rsa(key, factory, modulus, exponent), null);
            }
            case "EC" -> elliptic(key, algorithm, id);
            case "OKP" -> {
                if (!text(key, "crv").equals("Ed25519")) {
                    throw unreadable("unknown curve");
                }
                yield edwards(key, algorithm, id);
            }
            default -> throw unreadable("unknown key type");
        };
    }

    private static @Nullable PrivateKey rsa(
            RegoObject key, KeyFactory factory, BigInteger modulus, BigInteger exponent)
            throws GeneralSecurityException {
        if (key.get("d") == null) {
            return null;
        }
        BigInteger d = number(key, "d");
        boolean primes = key.get("p") != null && key.get("q") != null && key.get("qi") != null;
        if (!primes || key.get("dp") == null || key.get("dq") == null) {
            return factory.generatePrivate(new RSAPrivateKeySpec(modulus, d));
        }
        return factory.generatePrivate(
                new RSAPrivateCrtKeySpec(
                        modulus,
                        exponent,
                        d,
                        number(key, "p"),
                        number(key, "q"),
                        number(key, "dp"),
                        number(key, "dq"),
                        number(key, "qi")));
    }

    private static WebKey elliptic(RegoObject key, String algorithm, String id)
            throws GeneralSecurityException {
        String curve =
                switch (text(key, "crv")) {
                    case "P-256" -> "secp256r1";
                    case "P-384" -> "secp384r1";
                    case "P-521" -> "secp521r1";
                    default -> throw unreadable("unknown curve");
                };
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(curve));
        ECParameterSpec spec = parameters.getParameterSpec(ECParameterSpec.class);
        KeyFactory factory = KeyFactory.getInstance("EC");
        ECPoint point = new ECPoint(number(key, "x"), number(key, "y"));
        PublicKey known = factory.generatePublic(new ECPublicKeySpec(point, spec));
        PrivateKey own =
                key.get("d") == null
                        ? null
                        : factory.generatePrivate(new ECPrivateKeySpec(number(key, "d"), spec));
        return new WebKey(algorithm, id, known, own, null);
    }

    private static WebKey edwards(RegoObject key, String algorithm, String id)
            throws GeneralSecurityException {
        KeyFactory factory = KeyFactory.getInstance("Ed25519");
        byte[] x = bytes(key, "x");
        byte[] prefix = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};
        byte[] encoded = Arrays.copyOf(prefix, prefix.length + x.length);
        System.arraycopy(x, 0, encoded, prefix.length, x.length);
        PublicKey known = factory.generatePublic(new X509EncodedKeySpec(encoded));
        PrivateKey own =
                key.get("d") == null
                        ? null
                        : factory.generatePrivate(
                                new EdECPrivateKeySpec(
                                        NamedParameterSpec.ED25519, bytes(key, "d")));
        return new WebKey(algorithm, id, known, own, null);
    }

    private static String text(RegoObject key, String member) {
        return key.get(member) instanceof RegoString text ? text.text() : "";
    }

    private static byte[] bytes(RegoObject key, String member) {
        if (!(key.get(member) instanceof RegoString text)) {
            throw unreadable("missing " + member);
        }
        return GoBase64.decodeUrl(text.text());
    }

    private static BigInteger number(RegoObject key, String member) {
        return new BigInteger(1, bytes(key, member));
    }

    /** Keys are never printed. */
    @Override
    public String toString() {
        return "WebKey[" + id + "]";
    }
}
