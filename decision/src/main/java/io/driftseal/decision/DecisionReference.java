package io.driftseal.decision;

import java.util.Objects;

/**
 * What ties a decision to what it was made from.
 *
 * @param decisionId {@code dec-} and a time-ordered UUID
 * @param inputDigest SHA-256 of the input document, lower-case hex
 * @param bundleRevision SHA-256 of the loaded policies, lower-case hex
 */
public record DecisionReference(String decisionId, String inputDigest, String bundleRevision) {
    public DecisionReference {
        Objects.requireNonNull(decisionId, "decisionId");
        Objects.requireNonNull(inputDigest, "inputDigest");
        Objects.requireNonNull(bundleRevision, "bundleRevision");
    }
}
