package io.driftseal.workload;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The one digest of this module. An instance serves one thread for any number of texts: looking up
 * the algorithm costs as much as hashing a short text.
 */
final class Sha256 {

    private final MessageDigest digest;

    Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** 64 lower-case digits. */
    String hex(byte[] bytes) {
        return HexFormat.of().formatHex(digest.digest(bytes));
    }

    /** The digits of the first bytes of the digest. */
    String hex(byte[] bytes, int digestBytes) {
        return HexFormat.of().formatHex(digest.digest(bytes), 0, digestBytes);
    }
}
