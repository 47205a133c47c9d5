package io.driftseal.webhook.review;

import io.driftseal.service.metrics.ServiceMetrics;
import io.driftseal.workload.WorkloadKind;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;

/** The meters of reviews; every tag value is one of a closed set. */
public final class ReviewMetrics {
    private final ServiceMetrics metrics;

    public ReviewMetrics(ServiceMetrics metrics) {
        this.metrics = metrics;
        // A counter that is not there at zero shows no first one.
        for (Rejection reason : Rejection.values()) {
            rejected(metrics, reason);
        }
    }

    /** {@code driftseal_webhook_admission_seconds}. */
    public void admission(String path, String operation, String outcome, Duration took) {
        metrics.timer("admission", "path", path, "operation", operation, "outcome", outcome)
                .record(took);
    }

    /** {@code driftseal_webhook_decision_seconds}. */
    public void decision(String entryPoint, String outcome, Duration took) {
        metrics.timer("decision", "entry_point", entryPoint, "outcome", outcome).record(took);
    }

    /** {@code driftseal_webhook_stamps_issued_total}. */
    public void stampIssued(WorkloadKind kind, String origin) {
        metrics.counter("stamps.issued", "kind", word(kind), "origin", origin).increment();
    }

    /** {@code driftseal_webhook_stamps_refused_total}. */
    public void stampRefused(WorkloadKind kind, String reason) {
        metrics.counter("stamps.refused", "kind", word(kind), "reason", reason).increment();
    }

    /** {@code driftseal_webhook_verifications_total}. */
    public void verification(WorkloadKind kind, String result) {
        metrics.counter("verifications", "kind", word(kind), "result", result).increment();
    }

    /** {@code driftseal_webhook_requests_rejected_total}: never became a review. */
    public void rejected(Rejection reason) {
        rejected(metrics, reason).increment();
    }

    private static Counter rejected(ServiceMetrics metrics, Rejection reason) {
        return metrics.counter("requests.rejected", "reason", reason.word());
    }

    private static String word(WorkloadKind kind) {
        return kind.kindName().lowerCase();
    }
}
