package io.driftseal.webhook.review;

import io.driftseal.decision.Requester;

/**
 * One admission request.
 *
 * @param uid echoed in the answer; another one at every call, also when we are called again
 * @param namespace empty for what is cluster-scoped
 * @param name empty while the API server has not generated it
 * @param dryRun nothing may be remembered or recorded
 */
public record AdmissionRequest(
        String uid,
        AdmissionOperation operation,
        ReviewedResource resource,
        String namespace,
        String name,
        Requester requester,
        ReviewedObjects objects,
        boolean dryRun) {
    public AdmissionRequest {
        if (uid.isEmpty()) {
            throw new IllegalArgumentException("an admission request needs a uid");
        }
    }
}
