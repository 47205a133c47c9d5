package io.driftseal.stamp;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Signatures of one key that are known to be good: a true signature stays true, so it is computed
 * once. Only good ones are kept, the least recently asked for goes first. Whether a key may still
 * be used is asked elsewhere and every time.
 */
final class KnownSignatures {

    /** About 150 KB: the owners whose pods are being made, and what was stamped a moment ago. */
    static final int MAXIMUM = 1024;

    private final Map<Digest, Boolean> good =
            new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Digest, Boolean> eldest) {
                    return size() > MAXIMUM;
                }
            };

    synchronized boolean contains(Digest digest) {
        return good.get(digest) != null;
    }

    synchronized void add(Digest digest) {
        good.put(digest, Boolean.TRUE);
    }

    synchronized int size() {
        return good.size();
    }

    /** SHA-256 over signature and message; the first has a fixed length, so the cut is certain. */
    record Digest(ByteBuffer sha256) {

        static Digest of(byte[] signature, byte[] message) {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                digest.update(signature);
                digest.update(message);
                return new Digest(ByteBuffer.wrap(digest.digest()).asReadOnlyBuffer());
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    }
}
