package io.driftseal.webhook.review;

import org.jspecify.annotations.Nullable;

/** Bytes that are not an AdmissionReview of this API. The message quotes nothing of them. */
public final class MalformedReviewException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedReviewException(String message) {
        super(message);
    }

    MalformedReviewException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
