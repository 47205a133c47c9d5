package io.driftseal.cli;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.WriteOptions;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;

/**
 * Who runs the command, as the API server knows them.
 *
 * @param groups texts
 */
record Caller(String username, JsonArray groups) {

    private static final ResourceType SELF_REVIEW =
            ResourceType.clusterScoped(
                    "authentication.k8s.io", "v1", "SelfSubjectReview", "selfsubjectreviews");

    static Caller of(KubernetesApi api) throws CommandFailedException {
        JsonObject review =
                JsonObject.builder()
                        .put("apiVersion", SELF_REVIEW.apiVersion())
                        .put("kind", SELF_REVIEW.kind())
                        .put("metadata", JsonObject.of())
                        .build();
        try {
            JsonObject user =
                    api.create(SELF_REVIEW, review, WriteOptions.stored("driftseal-cli"))
                            .object()
                            .object("status", "userInfo");
            return new Caller(
                    user.string("username").orElse("unknown"), new JsonArray(user.array("groups")));
        } catch (KubernetesApiException e) {
            throw ClusterReader.failed("ask who you are", e);
        }
    }
}
