package io.driftseal.stamp;

/**
 * What verifying an amendment answers. Only {@link Verified} may count, and only for the pod and
 * the form that it names, see {@link AmendmentChain}.
 */
public sealed interface AmendmentVerification {

    /** Signed by a known key. */
    record Verified(AmendmentStatement statement) implements AmendmentVerification {}

    /** Not an amendment: the reason names the rule that is broken and quotes nothing. */
    record Malformed(String reason) implements AmendmentVerification {}

    /** No key of this id was valid when the amendment says it was issued. */
    record UnknownKey(String keyId) implements AmendmentVerification {}

    /** The key is known and did not make this signature. */
    record BadSignature(String keyId) implements AmendmentVerification {}
}
