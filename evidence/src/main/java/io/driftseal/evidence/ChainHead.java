package io.driftseal.evidence;

/**
 * Where a chain ends.
 *
 * @param sequence of the last entry, 0 for an empty chain
 * @param hash of the last entry, 64 zeros for an empty chain
 */
public record ChainHead(long sequence, String hash) {

    public static final ChainHead EMPTY = new ChainHead(0, "0".repeat(64));

    public ChainHead {
        if (sequence < 0) {
            throw new IllegalArgumentException("sequence must not be negative");
        }
        Bounds.digest("hash", hash);
    }
}
