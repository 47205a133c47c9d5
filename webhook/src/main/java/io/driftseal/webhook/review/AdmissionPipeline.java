package io.driftseal.webhook.review;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole way of a review, from bytes to bytes:
 *
 * <pre>
 * bytes → AdmissionRequest → Workload → CanonicalForm → Decision → Stamp → AdmissionOutcome → bytes
 * </pre>
 *
 * The reader makes the first step, the {@link AdmissionReviewer} of the path all up to the outcome,
 * the writer the last. No step knows of another's innards.
 */
public final class AdmissionPipeline {
    private static final Logger LOG = LoggerFactory.getLogger(AdmissionPipeline.class);

    private final Map<String, AdmissionReviewer> reviewers;
    private final ReviewMetrics metrics;

    /**
     * @param reviewers by HTTP path
     */
    public AdmissionPipeline(Map<String, AdmissionReviewer> reviewers, ReviewMetrics metrics) {
        this.reviewers = Map.copyOf(reviewers);
        this.metrics = metrics;
    }

    public Set<String> paths() {
        return reviewers.keySet();
    }

    public ReviewMetrics metrics() {
        return metrics;
    }

    /** Blocks on policy and the Kubernetes API; for a virtual thread. Never throws. */
    public ReviewAnswer answer(String path, byte[] body) {
        long start = System.nanoTime();
        try {
            AdmissionRequest request = AdmissionReviewReader.read(body);
            AdmissionReviewer reviewer = reviewers.get(path);
            if (reviewer == null) {
                return ReviewAnswer.failure(404, "no such path");
            }
            AdmissionOutcome outcome = reviewer.review(request);
            ReviewAnswer answer = AdmissionReviewWriter.write(request.uid(), outcome);
            metrics.admission(
                    path,
                    request.operation().name(),
                    outcome.word(),
                    Duration.ofNanos(System.nanoTime() - start));
            return answer;
        } catch (MalformedReviewException e) {
            metrics.rejected(Rejection.MALFORMED);
            return ReviewAnswer.failure(400, "malformed AdmissionReview: " + e.getMessage());
        } catch (RuntimeException e) {
            // A defect of ours. The failure policy of the caller decides, as for any lost answer.
            metrics.rejected(Rejection.FAILED);
            LOG.atError().addKeyValue("path", path).setCause(e).log("review failed");
            return ReviewAnswer.failure(500, "the review failed");
        }
    }
}
