package io.driftseal.evidence;

import java.time.Instant;
import java.util.List;

/**
 * What the responder is to do about one incident.
 *
 * @param planId {@code pln-} and a UUID; carrying a plan out twice does nothing more
 * @param ownerKind kind of the workload's controller, or empty
 * @param actions wire names, in order
 * @param dryRun say what would be done, do nothing
 * @param decisionId of the policy decision that planned it
 */
public record ResponsePlan(
        String planId,
        String incidentId,
        Instant time,
        WorkloadReference workload,
        String ownerKind,
        List<String> actions,
        boolean dryRun,
        String decisionId,
        String reason)
        implements EvidenceRecord {

    public ResponsePlan {
        Bounds.id("planId", "pln", planId);
        Bounds.id("incidentId", "inc", incidentId);
        Bounds.atMost("ownerKind", ownerKind, 63);
        actions = Bounds.texts("actions", actions);
        Bounds.id("decisionId", "dec", decisionId);
        Bounds.atMost("reason", reason, Bounds.LONG);
    }

    @Override
    public String id() {
        return planId;
    }
}
