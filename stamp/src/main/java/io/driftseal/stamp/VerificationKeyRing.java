package io.driftseal.stamp;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * The public keys of one purpose, retired ones included: a retired key verifies what it signed
 * before its {@code notAfter}. A stolen key is taken out of the ring; whatever names it is then of
 * an unknown key.
 *
 * @param keys 1 to {@value SigningKeyRing#MAXIMUM_KEYS} keys with different ids
 */
public record VerificationKeyRing(List<VerificationKey> keys) {

    public VerificationKeyRing {
        keys = List.copyOf(keys);
        if (keys.isEmpty() || keys.size() > SigningKeyRing.MAXIMUM_KEYS) {
            throw new IllegalArgumentException(
                    "a key ring holds 1 to "
                            + SigningKeyRing.MAXIMUM_KEYS
                            + " keys, not "
                            + keys.size());
        }
        var kids = new HashSet<String>();
        for (VerificationKey key : keys) {
            if (!kids.add(key.kid())) {
                throw new IllegalArgumentException("key id appears twice: " + key.kid());
            }
        }
    }

    /**
     * The same keys; where the private half is in the other ring, its own public half, which knows
     * what it has just signed and need not compute it again.
     */
    public VerificationKeyRing knowing(SigningKeyRing signing) {
        return new VerificationKeyRing(
                keys.stream()
                        .map(key ->
                                signing.keys().stream()
                                        .map(SigningKey::verificationKey)
                                        .filter(key::equals)
                                        .findFirst()
                                        .orElse(key))
                        .toList());
    }

    public Optional<VerificationKey> find(String kid) {
        return keys.stream().filter(key -> key.kid().equals(kid)).findFirst();
    }
}
