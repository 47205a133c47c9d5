package io.driftseal.rego.builtin.crypto;

import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.encoding.GoBase64;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;

/** Private keys in PEM, in the forms that OPA gives them: Go's structs and JSON web keys. */
final class PrivateKeys {

    /** A private key. */
    sealed interface Key {
        /** As Go's encoding/json writes the struct. */
        RegoValue goJson();

        /** As a JSON web key. */
        RegoValue webKey();
    }

    /** An RSA key with two primes. */
    record Rsa(org.bouncycastle.asn1.pkcs.RSAPrivateKey key) implements Key {
        @Override
        public RegoValue goJson() {
            RegoObject precomputed =
                    RegoObject.builder()
                            .put("Dp", RegoNumber.of(key.getExponent1()))
                            .put("Dq", RegoNumber.of(key.getExponent2()))
                            .put("Qinv", RegoNumber.of(key.getCoefficient()))
                            .put("CRTValues", RegoArray.EMPTY)
                            .build();
            return RegoObject.builder()
                    .put("N", RegoNumber.of(key.getModulus()))
                    .put("E", RegoNumber.of(key.getPublicExponent()))
                    .put("D", RegoNumber.of(key.getPrivateExponent()))
                    .put(
                            "Primes",
                            RegoArray.of(
                                    RegoNumber.of(key.getPrime1()), RegoNumber.of(key.getPrime2())))
                    .put("Precomputed", precomputed)
                    .build();
        }

        @Override
        public RegoValue webKey() {
            return RegoObject.builder()
                    .put("kty", RegoString.of("RSA"))
                    .put("n", url(key.getModulus()))
                    .put("e", url(key.getPublicExponent()))
                    .put("d", url(key.getPrivateExponent()))
                    .put("p", url(key.getPrime1()))
                    .put("q", url(key.getPrime2()))
                    .put("dp", url(key.getExponent1()))
                    .put("dq", url(key.getExponent2()))
                    .put("qi", url(key.getCoefficient()))
                    .build();
        }
    }

    /** A key of an elliptic curve: its name, its number and its point. */
    record Ec(String curve, BigInteger d, ECPoint point) implements Key {
        @Override
        public RegoValue goJson() {
            return RegoObject.builder()
                    .put("Curve", RegoObject.EMPTY)
                    .put("X", RegoNumber.of(point.getAffineXCoord().toBigInteger()))
                    .put("Y", RegoNumber.of(point.getAffineYCoord().toBigInteger()))
                    .put("D", RegoNumber.of(d))
                    .build();
        }

        @Override
        public RegoValue webKey() {
            byte[] x = point.getAffineXCoord().getEncoded();
            return RegoObject.builder()
                    .put("kty", RegoString.of("EC"))
                    .put("crv", RegoString.of(curve))
                    .put("d", url(padded(d, x.length)))
                    .put("x", url(x))
                    .put("y", url(point.getAffineYCoord().getEncoded()))
                    .build();
        }
    }

    /** An Ed25519 key: its seed and its public half. */
    @SuppressWarnings("ArrayRecordComponent")
    record Ed(byte[] seed, byte[] publicKey) implements Key {
        @Override
        public RegoValue goJson() {
            byte[] both = Arrays.copyOf(seed, seed.length + publicKey.length);
            System.arraycopy(publicKey, 0, both, seed.length, publicKey.length);
            return GoJson.bytes(both);
        }

        @Override
        public RegoValue webKey() {
            return RegoObject.builder()
                    .put("kty", RegoString.of("OKP"))
                    .put("crv", RegoString.of("Ed25519"))
                    .put("d", url(seed))
                    .put("x", url(publicKey))
                    .build();
        }
    }

    private PrivateKeys() {}

    /** The keys of the blocks of a text, which may be the base64 of it. */
    static List<Key> parse(String text) {
        String pem = text;
        try {
            pem = new String(GoBase64.STANDARD.decode(text), StandardCharsets.ISO_8859_1);
        } catch (BuiltinException plain) {
            // Not base64, so it is taken as it is.
        }
        List<Key> keys = new ArrayList<>();
        for (PemBlock block : PemBlock.all(pem)) {
            Key key = key(block.type(), block.bytes());
            if (key != null) {
                keys.add(key);
            }
        }
        return keys;
    }

    private static @Nullable Key key(String type, byte[] der) {
        if (der.length == 0) {
            throw BuiltinException.of("x509: failed to parse private key");
        }
        try {
            return switch (type) {
                case "RSA PRIVATE KEY" -> rsa(ASN1Primitive.fromByteArray(der));
                case "PRIVATE KEY" ->
                        pkcs8(PrivateKeyInfo.getInstance(ASN1Primitive.fromByteArray(der)));
                case "EC PRIVATE KEY" ->
                        ec(ECPrivateKey.getInstance(ASN1Primitive.fromByteArray(der)), null);
                default -> null;
            };
        } catch (IOException | IllegalArgumentException | IllegalStateException malformed) {
            throw BuiltinException.of("x509: failed to parse private key");
        }
    }

    static Key pkcs8(byte[] der) {
        Key key = key("PRIVATE KEY", der);
        if (key == null) {
            throw BuiltinException.of("x509: failed to parse private key");
        }
        return key;
    }

    private static Key rsa(ASN1Primitive structure) {
        return new Rsa(org.bouncycastle.asn1.pkcs.RSAPrivateKey.getInstance(structure));
    }

    private static Key pkcs8(PrivateKeyInfo info) throws IOException {
        String algorithm = info.getPrivateKeyAlgorithm().getAlgorithm().getId();
        return switch (algorithm) {
            case "1.2.840.113549.1.1.1" -> rsa(info.parsePrivateKey().toASN1Primitive());
            case "1.2.840.10045.2.1" ->
                    ec(
                            ECPrivateKey.getInstance(info.parsePrivateKey()),
                            ASN1ObjectIdentifier.getInstance(
                                    info.getPrivateKeyAlgorithm().getParameters()));
            case "1.3.101.112" ->
                    ed(ASN1OctetString.getInstance(info.parsePrivateKey()).getOctets());
            default ->
                    throw BuiltinException.of(
                            "x509: PKCS#8 wrapping contained private key with unknown algorithm: "
                                    + algorithm);
        };
    }

    private static Key ec(ECPrivateKey key, @Nullable ASN1ObjectIdentifier named) {
        ASN1ObjectIdentifier curve =
                named == null ? ASN1ObjectIdentifier.getInstance(key.getParametersObject()) : named;
        X9ECParameters parameters = CustomNamedCurves.getByOID(curve);
        String name =
                switch (curve.getId()) {
                    case "1.3.132.0.33" -> "P-224";
                    case "1.2.840.10045.3.1.7" -> "P-256";
                    case "1.3.132.0.34" -> "P-384";
                    case "1.3.132.0.35" -> "P-521";
                    default -> throw BuiltinException.of("x509: unknown elliptic curve");
                };
        ECPoint point = parameters.getG().multiply(key.getKey()).normalize();
        return new Ec(name, key.getKey(), point);
    }

    private static Key ed(byte[] seed) {
        return new Ed(seed, new Ed25519PrivateKeyParameters(seed).generatePublicKey().getEncoded());
    }

    static byte[] padded(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        byte[] padded = new byte[length];
        int size = Math.min(bytes.length, length);
        System.arraycopy(bytes, bytes.length - size, padded, length - size, size);
        return padded;
    }

    private static RegoValue url(BigInteger number) {
        return url(padded(number, (number.bitLength() + 7) / 8));
    }

    private static RegoValue url(byte[] bytes) {
        return RegoString.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
}
