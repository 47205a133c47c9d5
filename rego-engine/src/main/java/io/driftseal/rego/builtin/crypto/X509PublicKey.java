package io.driftseal.rego.builtin.crypto;

import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.value.RegoNull;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoValue;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** Public keys and algorithms in the form of Go's crypto/x509. */
final class X509PublicKey {

    private static final String RSA = "1.2.840.113549.1.1.1";
    private static final String DSA = "1.2.840.10040.4.1";
    private static final String EC = "1.2.840.10045.2.1";
    private static final String ED25519 = "1.3.101.112";

    private static final Map<String, Integer> SIGNATURES =
            Map.ofEntries(
                    Map.entry("1.2.840.113549.1.1.2", 1),
                    Map.entry("1.2.840.113549.1.1.4", 2),
                    Map.entry("1.2.840.113549.1.1.5", 3),
                    Map.entry("1.3.14.3.2.29", 3),
                    Map.entry("1.2.840.113549.1.1.11", 4),
                    Map.entry("1.2.840.113549.1.1.12", 5),
                    Map.entry("1.2.840.113549.1.1.13", 6),
                    Map.entry("1.2.840.10040.4.3", 7),
                    Map.entry("2.16.840.1.101.3.4.3.2", 8),
                    Map.entry("1.2.840.10045.4.1", 9),
                    Map.entry("1.2.840.10045.4.3.2", 10),
                    Map.entry("1.2.840.10045.4.3.3", 11),
                    Map.entry("1.2.840.10045.4.3.4", 12),
                    Map.entry(ED25519, 16));

    /** The hash of a PSS signature, by the identifier within its parameters. */
    private static final Map<String, Integer> PSS =
            Map.of(
                    "2.16.840.1.101.3.4.2.1", 13,
                    "2.16.840.1.101.3.4.2.2", 14,
                    "2.16.840.1.101.3.4.2.3", 15);

    private X509PublicKey() {}

    /** Go's number of the algorithm of a key, 0 where it knows none. */
    static RegoValue algorithm(SubjectPublicKeyInfo info) {
        return RegoNumber.of(
                switch (info.getAlgorithm().getAlgorithm().getId()) {
                    case RSA -> 1;
                    case DSA -> 2;
                    case EC -> 3;
                    case ED25519 -> 4;
                    default -> 0;
                });
    }

    /** Go's number of the algorithm of a signature, 0 where it knows none. */
    static RegoValue signatureAlgorithm(AlgorithmIdentifier algorithm) {
        ASN1ObjectIdentifier oid = algorithm.getAlgorithm();
        if (oid.getId().equals("1.2.840.113549.1.1.10") && algorithm.getParameters() != null) {
            var parameters =
                    org.bouncycastle.asn1.pkcs.RSASSAPSSparams.getInstance(
                            algorithm.getParameters());
            String hash = parameters.getHashAlgorithm().getAlgorithm().getId();
            return RegoNumber.of(PSS.getOrDefault(hash, 0));
        }
        return RegoNumber.of(SIGNATURES.getOrDefault(oid.getId(), 0));
    }

    static RegoValue json(SubjectPublicKeyInfo info) {
        try {
            return switch (info.getAlgorithm().getAlgorithm().getId()) {
                case RSA -> rsa(RSAPublicKey.getInstance(info.parsePublicKey()));
                case EC -> point(info.getPublicKeyData().getBytes());
                case ED25519 -> GoJson.bytes(info.getPublicKeyData().getBytes());
                default -> RegoNull.NULL;
            };
        } catch (IOException | IllegalArgumentException malformed) {
            throw BuiltinException.of("x509: invalid public key");
        }
    }

    private static RegoValue rsa(RSAPublicKey key) {
        return RegoObject.builder()
                .put("N", RegoNumber.of(key.getModulus()))
                .put("E", RegoNumber.of(key.getPublicExponent()))
                .build();
    }

    /** An uncompressed point of an elliptic curve. */
    private static RegoValue point(byte[] bytes) {
        if (bytes.length < 3 || bytes[0] != 4 || bytes.length % 2 == 0) {
            throw BuiltinException.of("x509: failed to unmarshal elliptic curve point");
        }
        int middle = 1 + bytes.length / 2;
        return RegoObject.builder()
                .put("Curve", RegoObject.EMPTY)
                .put("X", RegoNumber.of(new BigInteger(1, Arrays.copyOfRange(bytes, 1, middle))))
                .put(
                        "Y",
                        RegoNumber.of(
                                new BigInteger(1, Arrays.copyOfRange(bytes, middle, bytes.length))))
                .build();
    }
}
