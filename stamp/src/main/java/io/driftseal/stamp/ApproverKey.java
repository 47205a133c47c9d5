package io.driftseal.stamp;

import java.time.Instant;
import java.util.Optional;

/**
 * A key that administrators trust to approve.
 *
 * @param identity who approves with it; the user name by which the cluster knows that person, so
 *     that policy can tell a requester from an approver
 * @param revokedAt present where nothing that it signed counts any more, whenever it was signed: a
 *     thief backdates
 */
public record ApproverKey(VerificationKey key, String identity, Optional<Instant> revokedAt) {
    public ApproverKey {
        if (identity.isBlank()) {
            throw new IllegalArgumentException("an approver's key names its approver");
        }
        StampText.line("approver", identity, StampDecision.MAXIMUM_USER_LENGTH);
    }

    /** The same key, from now on worth nothing. */
    public ApproverKey revoked(Instant time) {
        return new ApproverKey(key, identity, Optional.of(revokedAt.orElse(time)));
    }
}
