package io.driftseal.stamp;

import java.time.Instant;
import java.util.Objects;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.jspecify.annotations.Nullable;

/** The public half of an Ed25519 key with its id and its time. */
public final class VerificationKey {

    /** Length of a raw Ed25519 public key (RFC 8032). */
    public static final int LENGTH = 32;

    /** Length of an Ed25519 signature (RFC 8032). */
    public static final int SIGNATURE_LENGTH = 64;

    private final String kid;
    private final Validity validity;
    private final Ed25519PublicKeyParameters key;
    private final KnownSignatures known = new KnownSignatures();

    /**
     * @param publicKey 32 raw bytes
     * @throws IllegalArgumentException if the bytes are not a usable key
     */
    public VerificationKey(String kid, Validity validity, byte[] publicKey) {
        if (publicKey.length != LENGTH) {
            throw new IllegalArgumentException("an Ed25519 public key has " + LENGTH + " bytes");
        }
        this.kid = KeyId.checked(kid);
        this.validity = Objects.requireNonNull(validity);
        this.key = new Ed25519PublicKeyParameters(publicKey, 0);
    }

    public String kid() {
        return kid;
    }

    public Validity validity() {
        return validity;
    }

    public Instant notAfter() {
        return validity.notAfter();
    }

    /** 32 raw bytes. */
    public byte[] publicKey() {
        return key.getEncoded();
    }

    /** Whether this key made the signature over the message; the key's time is not looked at. */
    public boolean verifies(byte[] message, byte[] signature) {
        if (signature.length != SIGNATURE_LENGTH) {
            return false;
        }
        KnownSignatures.Digest digest = KnownSignatures.Digest.of(signature, message);
        if (known.contains(digest)) {
            return true;
        }
        var signer = new Ed25519Signer();
        signer.init(false, key);
        signer.update(message, 0, message.length);
        boolean verified = signer.verifySignature(signature);
        if (verified) {
            known.add(digest);
        }
        return verified;
    }

    /** The private half of this very key has just made this signature. */
    void made(byte[] message, byte[] signature) {
        known.add(KnownSignatures.Digest.of(signature, message));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VerificationKey that
                && kid.equals(that.kid)
                && validity.equals(that.validity)
                && java.util.Arrays.equals(publicKey(), that.publicKey());
    }

    @Override
    public int hashCode() {
        return Objects.hash(kid, validity);
    }

    @Override
    public String toString() {
        return "VerificationKey[" + kid + ", " + validity + "]";
    }
}
