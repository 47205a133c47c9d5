package io.driftseal.stamp;

/** An approver's own private key, with the name that stands in what it signs. */
public record ApproverSigningKey(SigningKey key, String identity) {

    /** What an administrator lists of it. */
    public ApproverKey publicHalf() {
        return new ApproverKey(key.verificationKey(), identity, java.util.Optional.empty());
    }
}
