package io.driftseal.evidence;

import java.util.Optional;

/** What verifying an exported chain answers. */
public sealed interface EvidenceVerification {

    /**
     * Every entry is there, unchanged, in order, and signed checkpoints cover it.
     *
     * @param count of entries
     * @param lastCheckpoint absent only for an empty chain
     * @param uncovered entries after the last checkpoint: only the keeper of the chain vouches for
     *     them yet
     */
    record Intact(long count, String headHash, Optional<Checkpoint> lastCheckpoint, long uncovered)
            implements EvidenceVerification {}

    /**
     * @param sequence of the entry where it shows; for {@code REMOVED} and {@code TRUNCATED} of the
     *     first that is not there
     * @param sentence what is wrong, for people
     */
    record Broken(long sequence, Reason reason, String sentence) implements EvidenceVerification {}

    /** Ways in which a chain can be broken. */
    enum Reason {
        /** A line that is neither an entry nor a checkpoint of ours. */
        MALFORMED,
        /** An entry is not what was appended. */
        CHANGED,
        /** An entry is gone. */
        REMOVED,
        /** Entries or checkpoints stand in another order, or twice. */
        REORDERED,
        /** The end is gone: a checkpoint names a later entry. */
        TRUNCATED,
        /** The chain fits together and is not the one that was signed. */
        REBUILT,
        /** A checkpoint is not signed by a known key. */
        FORGED_CHECKPOINT,
        /** There are entries and no checkpoint at all. */
        UNSIGNED_TAIL
    }
}
