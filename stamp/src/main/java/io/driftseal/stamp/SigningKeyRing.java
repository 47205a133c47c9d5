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

    /**
     * The key that signs now, for a statement whose time is one of its own.
     *
     * @param what the statement is, for the message
     */
    SigningKey signing(String what, Instant now, Instant issuedAt) throws StampNotIssuedException {
        SigningKey key =
                current(now)
                        .orElseThrow(() ->
                                new StampNotIssuedException(
                                        "no stamp signing key is valid now; run 'driftseal"
                                                + " keys rotate' and load the new files"));
        if (!key.verificationKey().validity().covers(issuedAt)) {
            throw new StampNotIssuedException(
                    "the " + what + "'s time lies outside the time of key " + key.kid());
        }
        return key;
    }

    /** The public halves of all keys. */
    public VerificationKeyRing verificationKeys() {
        return new VerificationKeyRing(keys.stream().map(SigningKey::verificationKey).toList());
    }
}
