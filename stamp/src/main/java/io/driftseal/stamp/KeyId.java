package io.driftseal.stamp;

import java.util.regex.Pattern;

/** The rule for key ids: short enough to stand in every stamp, harmless in logs and file names. */
final class KeyId {

    private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

    /** 64 bits of the key's digest: enough to tell keys of one installation apart. */
    private static final int DERIVED_LENGTH = 16;

    private KeyId() {}

    static String checked(String kid) {
        if (!SHAPE.matcher(kid).matches()) {
            throw new IllegalArgumentException(
                    "key id must be 1 to 32 characters of a-z, 0-9 and -, starting with a letter or"
                            + " digit");
        }
        return kid;
    }

    static String of(byte[] publicKey) {
        return Sha256.hex(publicKey).substring(0, DERIVED_LENGTH);
    }
}
