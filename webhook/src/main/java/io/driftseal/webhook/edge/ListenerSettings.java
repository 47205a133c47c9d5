package io.driftseal.webhook.edge;

import io.driftseal.workload.json.JsonLimits;
import java.time.Duration;

/**
 * Bounds of the admission listener.
 *
 * @param port 0 takes a free one
 * @param maximumConcurrentReviews above it requests wait
 * @param maximumReviewsPerNamespace of those at most; above it they wait
 * @param maximumWaitingPerNamespace above it a request is answered 429
 * @param maximumBufferedBytes of all bodies being read or reviewed; above it 429 as well
 * @param deadline from the first byte of a request's head to its answer; then 504
 */
public record ListenerSettings(
        String host,
        int port,
        int maximumConcurrentReviews,
        int maximumReviewsPerNamespace,
        int maximumWaitingPerNamespace,
        long maximumBufferedBytes,
        Duration deadline) {

    /**
     * A review holds the object twice. The API server takes objects of 3 MiB at most; 7 MiB is also
     * what controller-runtime allows.
     */
    static final int MAXIMUM_BODY_BYTES = JsonLimits.admissionReview().maximumBytes();

    /** A namespace may buffer a quarter of everything, and always one whole body. */
    private static final int BUFFER_PARTS = 4;

    public ListenerSettings {
        if (maximumConcurrentReviews < 1) {
            throw new IllegalArgumentException("maximumConcurrentReviews must be positive");
        }
        if (maximumReviewsPerNamespace < 1) {
            throw new IllegalArgumentException("maximumReviewsPerNamespace must be positive");
        }
        if (maximumWaitingPerNamespace < 0) {
            throw new IllegalArgumentException("maximumWaitingPerNamespace must not be negative");
        }
        if (maximumBufferedBytes < MAXIMUM_BODY_BYTES) {
            throw new IllegalArgumentException(
                    "maximumBufferedBytes must hold one body of " + MAXIMUM_BODY_BYTES + " bytes");
        }
        if (!deadline.isPositive()) {
            throw new IllegalArgumentException("deadline must be positive");
        }
    }

    Admittance.Bounds bounds() {
        return new Admittance.Bounds(
                maximumConcurrentReviews,
                maximumReviewsPerNamespace,
                maximumWaitingPerNamespace,
                maximumBufferedBytes,
                Math.max(MAXIMUM_BODY_BYTES, maximumBufferedBytes / BUFFER_PARTS));
    }
}
