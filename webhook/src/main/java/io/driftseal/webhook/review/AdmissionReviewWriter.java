package io.driftseal.webhook.review;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.JsonWriter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Writes the answer to a review that was read. */
public final class AdmissionReviewWriter {
    private AdmissionReviewWriter() {}

    /** Status and body for HTTP. */
    public static ReviewAnswer write(String uid, AdmissionOutcome outcome) {
        JsonObject.Builder response = JsonObject.builder().put("uid", uid);
        return switch (outcome) {
            case AdmissionOutcome.Passed() -> answer(response.put("allowed", true), Notes.none());
            case AdmissionOutcome.Admitted(Notes notes) ->
                    answer(response.put("allowed", true), notes);
            case AdmissionOutcome.Patched(List<PatchOperation> patch, Notes notes) ->
                    answer(
                            response.put("allowed", true)
                                    .put("patchType", "JSONPatch")
                                    .put("patch", base64(patch)),
                            notes);
            case AdmissionOutcome.Refused(String message, Notes notes) ->
                    answer(response.put("allowed", false).put("status", forbidden(message)), notes);
            case AdmissionOutcome.Unanswered(int status, String message) ->
                    ReviewAnswer.failure(status, message);
        };
    }

    private static ReviewAnswer answer(JsonObject.Builder response, Notes notes) {
        if (!notes.warnings().isEmpty()) {
            response.put("warnings", JsonArray.ofStrings(notes.warnings()));
        }
        if (!notes.auditAnnotations().isEmpty()) {
            response.put("auditAnnotations", JsonObject.ofStrings(notes.auditAnnotations()));
        }
        JsonObject review =
                JsonObject.builder()
                        .put("apiVersion", "admission.k8s.io/v1")
                        .put("kind", "AdmissionReview")
                        .put("response", response.build())
                        .build();
        return new ReviewAnswer(200, "application/json", JsonWriter.write(review));
    }

    private static JsonObject forbidden(String message) {
        return JsonObject.builder()
                .put("code", 403)
                .put("reason", "Forbidden")
                .put("message", message)
                .build();
    }

    private static String base64(List<PatchOperation> patch) {
        List<JsonValue> operations = new ArrayList<>();
        patch.forEach(operation -> operations.add(operation.document()));
        return Base64.getEncoder().encodeToString(JsonWriter.write(new JsonArray(operations)));
    }
}
