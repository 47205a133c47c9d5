package io.driftseal.webhook.review;

import io.driftseal.decision.Mode;
import org.jspecify.annotations.Nullable;

/** Bytes that are not an AdmissionReview of this API. The message quotes nothing of them. */
public final class MalformedReviewException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedReviewException(String message) {
        super(message);
    }

    /**
     * What a validating review answers. Where the namespace enforces, it would be refused anyway by
     * the failure policy, but of an HTTP error whoever asked sees no more than its number: so they
     * are told in words.
     *
     * @throws MalformedReviewException this one, in every other mode
     */
    public AdmissionOutcome answer(Mode mode) throws MalformedReviewException {
        if (mode != Mode.ENFORCE) {
            throw this;
        }
        return new AdmissionOutcome.Refused(
                "driftseal cannot read this: " + getMessage(), Notes.none());
    }

    MalformedReviewException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
