package io.driftseal.stamp;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * The private keys of one purpose. The newest valid one signs; older ones stay until they retire,
 * so that a rotation can be taken back.
 *
 * @param keys 1 to {@value #MAXIMUM_KEYS} keys with different ids
 */
public record SigningKeyRing(List<SigningKey> keys) {

    /** Years of quarterly rotation; a file beyond it is a mistake. */
    public static final int MAXIMUM_KEYS = 32;

    public SigningKeyRing {
        keys = List.copyOf(keys);
        if (keys.isEmpty() || keys.size() > MAXIMUM_KEYS) {
            throw new IllegalArgumentException(
                    "a key ring holds 1 to " + MAXIMUM_KEYS + " keys, not " + keys.size());
        }
        var kids = new HashSet<String>();
        for (SigningKey key : keys) {
            if (!kids.add(key.kid())) {
                throw new IllegalArgumentException("key id appears twice: " + key.kid());
            }
        }
    }

    /** The key that signs at this time: of those valid then, the one that became valid last. */
    public Optional<SigningKey> current(Instant now) {
        return keys.stream()
                .filter(key -> key.verificationKey().validity().covers(now))
                .max(
                        Comparator.<SigningKey, Instant>comparing(
                                        key -> key.verificationKey().validity().notBefore())
                                .thenComparing(SigningKey::kid));
    }

    /** The public halves of all keys. */
    public VerificationKeyRing verificationKeys() {
        return new VerificationKeyRing(keys.stream().map(SigningKey::verificationKey).toList());
    }
}
