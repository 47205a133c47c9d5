package io.driftseal.bench.document;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonWriter;
import java.util.List;

/** Bodies of admission reviews of a CREATE, as the API server writes them. */
public final class Review {
    private Review() {}

    /**
     * @param username who creates the object
     * @return UTF-8
     */
    public static byte[] create(String username, JsonObject object) {
        Plural plural = Plural.of(object);
        JsonObject resource =
                JsonObject.builder()
                        .put("group", plural.group())
                        .put("version", "v1")
                        .put("resource", plural.word())
                        .build();
        JsonObject kind =
                JsonObject.builder()
                        .put("group", plural.group())
                        .put("version", "v1")
                        .put("kind", object.string("kind").orElseThrow())
                        .build();
        JsonObject request =
                JsonObject.builder()
                        .put("uid", "705ab4f5-6393-11e8-b7cc-42010a800002")
                        .put("kind", kind)
                        .put("resource", resource)
                        .put("requestKind", kind)
                        .put("requestResource", resource)
                        .put("name", object.string("metadata", "name").orElse(""))
                        .put("namespace", object.string("metadata", "namespace").orElseThrow())
                        .put("operation", "CREATE")
                        .put("userInfo", user(username))
                        .put("object", object)
                        .put("dryRun", false)
                        .put("options", options())
                        .build();
        return JsonWriter.write(
                JsonObject.builder()
                        .put("kind", "AdmissionReview")
                        .put("apiVersion", "admission.k8s.io/v1")
                        .put("request", request)
                        .build());
    }

    private static JsonObject user(String username) {
        return JsonObject.of(
                "username",
                new JsonString(username),
                "groups",
                JsonArray.ofStrings(List.of("people", "system:authenticated")));
    }

    private static JsonObject options() {
        return JsonObject.builder()
                .put("kind", "CreateOptions")
                .put("apiVersion", "meta.k8s.io/v1")
                .put("fieldManager", "kubectl-create")
                .put("fieldValidation", "Strict")
                .build();
    }

    private record Plural(String group, String word) {
        static Plural of(JsonObject object) {
            return switch (object.string("kind").orElseThrow()) {
                case "Pod" -> new Plural("", "pods");
                case "ReplicaSet" -> new Plural("apps", "replicasets");
                case "Deployment" -> new Plural("apps", "deployments");
                default -> throw new IllegalArgumentException("a kind that is not measured");
            };
        }
    }
}
