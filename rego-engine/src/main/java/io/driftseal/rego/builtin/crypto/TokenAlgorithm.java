package io.driftseal.rego.builtin.crypto;

import io.driftseal.rego.builtin.BuiltinException;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.jspecify.annotations.Nullable;

/** An algorithm that tokens are signed with (RFC 7518). */
enum TokenAlgorithm {
    RS256(Family.RSA, 256),
    RS384(Family.RSA, 384),
    RS512(Family.RSA, 512),
    PS256(Family.RSA_PSS, 256),
    PS384(Family.RSA_PSS, 384),
    PS512(Family.RSA_PSS, 512),
    ES256(Family.ELLIPTIC, 256),
    ES384(Family.ELLIPTIC, 384),
    ES512(Family.ELLIPTIC, 512),
    HS256(Family.SECRET, 256),
    HS384(Family.SECRET, 384),
    HS512(Family.SECRET, 512),
    EDDSA(Family.EDWARDS, 512);

    enum Family {
        RSA,
        RSA_PSS,
        ELLIPTIC,
        SECRET,
        EDWARDS
    }

    private final Family family;
    private final int bits;

    TokenAlgorithm(Family family, int bits) {
        this.family = family;
        this.bits = bits;
    }

    /** The algorithm of this name, or null where OPA knows none. */
    static @Nullable TokenAlgorithm named(String name) {
        if (name.equals("EdDSA")) {
            return EDDSA;
        }
        return Arrays.stream(values())
                .filter(one -> one != EDDSA && one.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Whether two signatures of the same message by the same key are equal. */
    boolean deterministic() {
        return family != Family.RSA_PSS && family != Family.ELLIPTIC;
    }

    private String hash() {
        return "SHA" + bits;
    }

    /** Whether the signature is one of the message by the key; false where the key does not fit. */
    boolean verifies(WebKey key, byte[] message, byte[] signature) {
        byte[] secret = key.secret();
        PublicKey known = key.publicKey();
        try {
            return switch (family) {
                case SECRET ->
                        secret != null
                                && MessageDigest.isEqual(
                                        Digests.hmac(hash(), message, secret), signature);
                case RSA ->
                        known instanceof RSAPublicKey
                                && verifies(
                                        Signature.getInstance(hash() + "withRSA"),
                                        known,
                                        message,
                                        signature);
                case RSA_PSS ->
                        known instanceof RSAPublicKey rsa && verifiesPss(rsa, message, signature);
                case ELLIPTIC ->
                        known instanceof ECPublicKey
                                && verifies(
                                        Signature.getInstance(hash() + "withECDSA"),
                                        known,
                                        message,
                                        structured(signature));
                case EDWARDS ->
                        known instanceof EdECPublicKey
                                && verifies(
                                        Signature.getInstance("Ed25519"),
                                        known,
                                        message,
                                        signature);
            };
        } catch (GeneralSecurityException | IOException refused) {
            return false;
        }
    }

    private static boolean verifies(
            Signature verifier, PublicKey key, byte[] message, byte[] signature)
            throws GeneralSecurityException {
        verifier.initVerify(key);
        verifier.update(message);
        return verifier.verify(signature);
    }

    /**
     * The length of the salt is not said: that of the hash is usual, the longest the other one in
     * use.
     */
    private boolean verifiesPss(RSAPublicKey key, byte[] message, byte[] signature)
            throws GeneralSecurityException {
        int longest = (key.getModulus().bitLength() + 6) / 8 - bits / 8 - 2;
        for (int salt : List.of(bits / 8, Math.max(longest, 0), 0)) {
            Signature verifier = Signature.getInstance("RSASSA-PSS");
            verifier.setParameter(pss(salt));
            if (verifies(verifier, key, message, signature)) {
                return true;
            }
        }
        return false;
    }

    private PSSParameterSpec pss(int saltBytes) {
        String digest = "SHA-" + bits;
        return new PSSParameterSpec(
                digest,
                "MGF1",
                new MGF1ParameterSpec(digest),
                saltBytes,
                PSSParameterSpec.TRAILER_FIELD_BC);
    }

    /** The two numbers of an elliptic signature, one behind the other, as the JDK wants them. */
    private static byte[] structured(byte[] signature) throws IOException {
        int half = signature.length / 2;
        ASN1Encodable r = new ASN1Integer(new BigInteger(1, Arrays.copyOf(signature, half)));
        ASN1Encodable s =
                new ASN1Integer(
                        new BigInteger(1, Arrays.copyOfRange(signature, half, signature.length)));
        return new DERSequence(new ASN1Encodable[] {r, s}).getEncoded();
    }

    /**
     * The signature of the message.
     *
     * @throws BuiltinException where the key is not one for this algorithm
     */
    byte[] sign(WebKey key, byte[] message) {
        PrivateKey own = key.privateKey();
        try {
            return switch (family) {
                case SECRET -> Digests.hmac(hash(), message, secret(key));
                case RSA -> signed(Signature.getInstance(hash() + "withRSA"), own, message);
                case RSA_PSS -> {
                    Signature signer = Signature.getInstance("RSASSA-PSS");
                    signer.setParameter(pss(bits / 8));
                    yield signed(signer, own, message);
                }
                case ELLIPTIC -> {
                    byte[] structured =
                            signed(Signature.getInstance(hash() + "withECDSA"), own, message);
                    yield flat(structured, own);
                }
                case EDWARDS -> signed(Signature.getInstance("Ed25519"), own, message);
            };
        } catch (GeneralSecurityException | IOException refused) {
            throw unfit();
        }
    }

    /**
     * As OPA does, the bytes of an Ed25519 key (its seed and its public half) are a secret, too.
     */
    private byte[] secret(WebKey key) {
        byte[] secret = key.secret();
        if (secret != null) {
            return secret;
        }
        PublicKey known = key.publicKey();
        if (!(key.privateKey() instanceof EdECPrivateKey own) || known == null) {
            throw unfit();
        }
        byte[] seed = own.getBytes().orElseThrow(this::unfit);
        byte[] encoded = known.getEncoded();
        byte[] both = Arrays.copyOf(seed, 2 * seed.length);
        System.arraycopy(encoded, encoded.length - seed.length, both, seed.length, seed.length);
        return both;
    }

    private byte[] signed(Signature signer, @Nullable PrivateKey key, byte[] message)
            throws GeneralSecurityException {
        boolean fits =
                key != null
                        && switch (family) {
                            case RSA, RSA_PSS -> key instanceof RSAKey;
                            case ELLIPTIC -> key instanceof ECKey;
                            case EDWARDS, SECRET ->
                                    !(key instanceof RSAKey || key instanceof ECKey);
                        };
        if (!fits) {
            throw unfit();
        }
        signer.initSign(key);
        signer.update(message);
        return signer.sign();
    }

    private static byte[] flat(byte[] structured, @Nullable PrivateKey key) throws IOException {
        ASN1Sequence numbers = ASN1Sequence.getInstance(ASN1Primitive.fromByteArray(structured));
        int bytes =
                key instanceof ECKey elliptic
                        ? (elliptic.getParams().getOrder().bitLength() + 7) / 8
                        : 0;
        byte[] flat = new byte[2 * bytes];
        for (int i = 0; i < 2; i++) {
            BigInteger number = ASN1Integer.getInstance(numbers.getObjectAt(i)).getValue();
            System.arraycopy(PrivateKeys.padded(number, bytes), 0, flat, i * bytes, bytes);
        }
        return flat;
    }

    private BuiltinException unfit() {
        return BuiltinException.of("the key is not one for " + (this == EDDSA ? "EdDSA" : name()));
    }
}
