package io.driftseal.webhook.review;

/** One of our reviews: value in, value out. Called on a virtual thread; may block on its ports. */
@FunctionalInterface
public interface AdmissionReviewer {
    AdmissionOutcome review(AdmissionRequest request) throws MalformedReviewException;
}
