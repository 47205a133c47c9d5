package io.driftseal.stamp;

/** What verifying an approval answers. Only {@link Approved} says that somebody approved. */
public sealed interface ApprovalVerification {

    /** Signed by a listed approver, for this object, as it is, and still good. */
    record Approved(ApprovalStatement statement) implements ApprovalVerification {}

    /** No approval. The reason names the rule that is broken and quotes no value of the text. */
    record NotApproved(String reason) implements ApprovalVerification {}
}
