package io.driftseal.stamp;

import java.util.Optional;

/**
 * Who decided what, and for whom.
 *
 * @param decisionId {@code dec-} and a UUID
 * @param runtimePolicy name of the tier that the policy assigned
 * @param policyRevision revision of the policy bundle that decided
 * @param requester user name of the request
 * @param approver verified external approval; empty text if there is none
 * @param supersedes decision id of the stamp that this one replaces
 */
public record StampDecision(
        String decisionId,
        String runtimePolicy,
        String policyRevision,
        String requester,
        String approver,
        Optional<String> supersedes) {

    /** User names longer than this stand in the stamp as their digest; evidence keeps them. */
    public static final int MAXIMUM_USER_LENGTH = 256;

    public StampDecision {
        StampText.token("decision id", decisionId, 64);
        StampText.token("runtime policy", runtimePolicy, 63);
        StampText.token("policy revision", policyRevision, 128);
        requester = bounded(requester);
        approver = bounded(approver);
        StampText.line("requester", requester, MAXIMUM_USER_LENGTH);
        StampText.line("approver", approver, MAXIMUM_USER_LENGTH);
        supersedes.ifPresent(id -> StampText.token("superseded decision id", id, 64));
    }

    static String bounded(String user) {
        return user.length() <= MAXIMUM_USER_LENGTH
                ? user
                : "sha256:" + Sha256.hex(user.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
