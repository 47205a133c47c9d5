package io.driftseal.rego.builtin.crypto;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Digests and message authentication codes of the JDK. */
final class Digests {

    private Digests() {}

    static byte[] digest(String algorithm, byte[] message) {
        try {
            return MessageDigest.getInstance(algorithm).digest(message);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("the JDK has no " + algorithm, missing);
        }
    }

    /** The code of a message; {@code hash} as in {@code SHA256}. */
    static byte[] hmac(String hash, byte[] message, byte[] key) {
        try {
            String algorithm = "Hmac" + hash;
            Mac mac = Mac.getInstance(algorithm);
            // A code pads its key with zeros: an empty key is a key of one zero.
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, algorithm));
            return mac.doFinal(message);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("the JDK has no code with " + hash, missing);
        }
    }
}
