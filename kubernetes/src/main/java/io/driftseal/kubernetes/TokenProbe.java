package io.driftseal.kubernetes;

import io.driftseal.workload.json.JsonObject;

/**
 * Asks the API server what a bearer token that somebody handed over can still do. Never uses the
 * service's own identity: neither its token nor a client certificate travels with these calls.
 */
public interface TokenProbe {

    /**
     * Tries to create an object as a dry run.
     *
     * @throws KubernetesApiException.Unreachable when there was no answer
     */
    ProbeAnswer createDryRun(String bearerToken, ResourceType type, JsonObject object);

    /**
     * Asks who the token is: 201 while it authenticates, 401 when it is dead.
     *
     * @throws KubernetesApiException.Unreachable when there was no answer
     */
    ProbeAnswer selfSubjectReview(String bearerToken);
}
