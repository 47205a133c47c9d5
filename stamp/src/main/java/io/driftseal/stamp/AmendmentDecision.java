package io.driftseal.stamp;

import java.util.Optional;

/**
 * Who decided about a change, and for whom.
 *
 * @param decisionId {@code dec-} and a UUID
 * @param runtimePolicy the tier that the pod's own stamp assigned; empty where it had none
 * @param policyRevision revision of the policy bundle that decided
 * @param requester user name of the request
 * @param grantId of the access grant by which policy allowed it; absent where none was needed
 */
public record AmendmentDecision(
        String decisionId,
        String runtimePolicy,
        String policyRevision,
        String requester,
        Optional<String> grantId) {

    public AmendmentDecision {
        StampText.token("decision id", decisionId, 64);
        if (!runtimePolicy.isEmpty()) {
            StampText.token("runtime policy", runtimePolicy, 63);
        }
        StampText.token("policy revision", policyRevision, 128);
        requester = StampDecision.bounded(requester);
        StampText.line("requester", requester, StampDecision.MAXIMUM_USER_LENGTH);
        grantId.ifPresent(id -> StampText.token("grant id", id, 64));
    }
}
