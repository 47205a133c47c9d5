package io.driftseal.stamp;

import java.security.SecureRandom;
import java.time.Instant;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** A private Ed25519 key. Its bytes leave this object only into a key file. */
public final class SigningKey {

    private final VerificationKey verificationKey;
    private final Ed25519PrivateKeyParameters key;

    private SigningKey(String kid, Validity validity, Ed25519PrivateKeyParameters key) {
        this.key = key;
        this.verificationKey =
                new VerificationKey(kid, validity, key.generatePublicKey().getEncoded());
    }

    /** A new key whose id is derived from its public half. */
    public static SigningKey generate(SecureRandom random, Validity validity) {
        var key = new Ed25519PrivateKeyParameters(random);
        return new SigningKey(KeyId.of(key.generatePublicKey().getEncoded()), validity, key);
    }

    /**
     * @param seed 32 raw bytes
     * @throws IllegalArgumentException if the length or the id is wrong; the message holds no byte
     *     of the key
     */
    static SigningKey of(String kid, Validity validity, byte[] seed) {
        if (seed.length != Ed25519PrivateKeyParameters.KEY_SIZE) {
            throw new IllegalArgumentException("an Ed25519 private key has 32 bytes");
        }
        return new SigningKey(kid, validity, new Ed25519PrivateKeyParameters(seed, 0));
    }

    public String kid() {
        return verificationKey.kid();
    }

    public Instant notAfter() {
        return verificationKey.notAfter();
    }

    public VerificationKey verificationKey() {
        return verificationKey;
    }

    /** 64 bytes over the message. */
    byte[] sign(byte[] message) {
        var signer = new Ed25519Signer();
        signer.init(true, key);
        signer.update(message, 0, message.length);
        byte[] signature = signer.generateSignature();
        verificationKey.made(message, signature);
        return signature;
    }

    byte[] seed() {
        return key.getEncoded();
    }

    @Override
    public String toString() {
        return "SigningKey[" + kid() + ", private key not shown]";
    }
}
