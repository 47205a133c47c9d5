package io.driftseal.evidence;

import java.time.Instant;

/**
 * The head of a chain at a time, to be signed by someone who is not its keeper.
 *
 * @param sequence of the last entry it covers; the number of entries, too
 * @param headHash of that entry
 */
public record Checkpoint(long sequence, String headHash, Instant time) {

    public Checkpoint {
        if (sequence < 1) {
            throw new IllegalArgumentException("sequence must be positive");
        }
        Bounds.digest("headHash", headHash);
    }

    /**
     * Whether a signer that signed the other one last may sign this one: a chain only grows, and at
     * one sequence it has one hash.
     */
    public boolean mayFollow(Checkpoint last) {
        return sequence > last.sequence
                || (sequence == last.sequence && headHash.equals(last.headHash));
    }
}
