package io.driftseal.webhook.edge;

import io.driftseal.workload.json.JsonLimits;
import java.time.Duration;

/**
 * Bounds of the admission listener.
 *
 * @param port 0 takes a free one
 * @param maximumConcurrentReviews above it a request is answered 429, and the failure policy of the
 *     calling configuration decides
 * @param maximumBufferedBytes of all bodies being read or reviewed; above it 429 as well
 * @param deadline from the first byte of a request's head to its answer; then 504
 */
public record ListenerSettings(
        String host,
        int port,
        int maximumConcurrentReviews,
        long maximumBufferedBytes,
        Duration deadline) {

    /**
     * A review holds the object twice. The API server takes objects of 3 MiB at most; 7 MiB is also
     * what controller-runtime allows.
     */
    static final int MAXIMUM_BODY_BYTES = JsonLimits.admissionReview().maximumBytes();

    public ListenerSettings {
        if (maximumConcurrentReviews < 1) {
            throw new IllegalArgumentException("maximumConcurrentReviews must be positive");
        }
        if (maximumBufferedBytes < MAXIMUM_BODY_BYTES) {
            throw new IllegalArgumentException(
                    "maximumBufferedBytes must hold one body of " + MAXIMUM_BODY_BYTES + " bytes");
        }
        if (!deadline.isPositive()) {
            throw new IllegalArgumentException("deadline must be positive");
        }
    }
}
