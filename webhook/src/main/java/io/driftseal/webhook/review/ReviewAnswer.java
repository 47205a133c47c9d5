package io.driftseal.webhook.review;

import java.nio.charset.StandardCharsets;

/** An answer for HTTP. */
@SuppressWarnings("ArrayRecordComponent") // written straight to a socket, never compared
public record ReviewAnswer(int status, String contentType, byte[] body) {

    /** An error without an AdmissionReview; the API server shows its text to the requester. */
    public static ReviewAnswer plain(int status, String message) {
        return new ReviewAnswer(
                status,
                "text/plain; charset=utf-8",
                (message + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
