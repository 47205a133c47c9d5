package io.driftseal.webhook;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import java.util.List;
import java.util.Optional;

/** A request of the API server. */
public record Review(
        String operation,
        String user,
        String subResource,
        JsonObject object,
        Optional<JsonObject> old,
        boolean dryRun) {

    public static Review create(String user, JsonObject object) {
        return new Review("CREATE", user, "", object, Optional.empty(), false);
    }

    public static Review update(String user, JsonObject old, JsonObject object) {
        return new Review("UPDATE", user, "", object, Optional.of(old), false);
    }

    public Review asDryRun() {
        return new Review(operation, user, subResource, object, old, true);
    }

    public Review on(String newSubResource) {
        return new Review(operation, user, newSubResource, object, old, dryRun);
    }

    public JsonObject document() {
        String apiVersion = object.string("apiVersion").orElse("");
        int slash = apiVersion.indexOf('/');
        String plural = object.string("kind").orElse("").toLowerCase(java.util.Locale.ROOT) + "s";
        JsonObject resource =
                JsonObject.builder()
                        .put("group", apiVersion.substring(0, Math.max(0, slash)))
                        .put("version", apiVersion.substring(slash + 1))
                        .put("resource", plural)
                        .build();
        JsonObject.Builder request =
                JsonObject.builder()
                        .put("uid", "705ab4f5-6393-11e8-b7cc-42010a800002")
                        .put("resource", resource)
                        .put("name", object.string("metadata", "name").orElse(""))
                        .put("namespace", object.string("metadata", "namespace").orElse(""))
                        .put("operation", operation)
                        .put("userInfo", userInfo())
                        .put("object", object)
                        .put("dryRun", dryRun);
        if (!subResource.isEmpty()) {
            request.put("subResource", subResource);
        }
        old.ifPresent(tree -> request.put("oldObject", tree));
        return JsonObject.builder()
                .put("apiVersion", "admission.k8s.io/v1")
                .put("kind", "AdmissionReview")
                .put("request", request.build())
                .build();
    }

    private JsonObject userInfo() {
        String group = user.startsWith("system:node:") ? "system:nodes" : "people";
        return JsonObject.of(
                "username",
                new JsonString(user),
                "groups",
                JsonArray.ofStrings(List.of(group, "system:authenticated")));
    }
}
