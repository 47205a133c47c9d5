package io.driftseal.webhook.review;

import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonWriter;

/** An answer for HTTP. */
@SuppressWarnings("ArrayRecordComponent") // written straight to a socket, never compared
public record ReviewAnswer(int status, String contentType, byte[] body) {

    /**
     * An error without an AdmissionReview. Only of a Kubernetes {@code Status} does the API server
     * show the text to the requester: of a plain 429, 503 or 504 it has general words of its own.
     */
    public static ReviewAnswer failure(int status, String message) {
        JsonObject document =
                JsonObject.builder()
                        .put("apiVersion", "v1")
                        .put("kind", "Status")
                        .put("status", "Failure")
                        .put("code", status)
                        .put("message", message)
                        .build();
        return new ReviewAnswer(status, "application/json", JsonWriter.write(document));
    }

    /** The same for what never became a review, with the reason that metric and runbook name. */
    public static ReviewAnswer rejection(int status, Rejection reason, String message) {
        return failure(status, message + " (" + reason.word() + ")");
    }
}
