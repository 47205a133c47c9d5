package io.driftseal.evidence;

import java.time.Instant;
import java.util.Optional;

/**
 * What came of one action of a plan.
 *
 * @param outcomeId {@code out-} and a UUID
 * @param action wire name, as in the plan
 * @param auditId of the API request that did or proved it
 * @param undo how to take it back, where that is possible
 */
public record ResponseOutcome(
        String outcomeId,
        String planId,
        String incidentId,
        Instant time,
        String action,
        Result result,
        Proof proof,
        String detail,
        Optional<String> auditId,
        Optional<String> undo)
        implements EvidenceRecord {

    public enum Result {
        DONE,
        SKIPPED,
        FAILED,
        /** Dry run. */
        WOULD_DO
    }

    /** How it is known that the action had its effect. */
    public enum Proof {
        PROVED,
        /** The API answered, the effect itself was not seen. */
        INFERRED,
        UNKNOWN,
        NOT_EFFECTIVE
    }

    public ResponseOutcome {
        Bounds.id("outcomeId", "out", outcomeId);
        Bounds.id("planId", "pln", planId);
        Bounds.id("incidentId", "inc", incidentId);
        Bounds.required("action", action, 63);
        Bounds.atMost("detail", detail, Bounds.LONG);
        auditId.ifPresent(text -> Bounds.atMost("auditId", text, Bounds.SHORT));
        undo.ifPresent(text -> Bounds.atMost("undo", text, Bounds.LONG));
    }

    @Override
    public String id() {
        return outcomeId;
    }
}
