package io.driftseal.responder.action;

import io.driftseal.evidence.ResponseOutcome.Proof;
import io.driftseal.evidence.ResponseOutcome.Result;
import java.util.Optional;

/**
 * What came of an action.
 *
 * @param detail sentences for an alert and an auditor
 * @param auditId of the request that did it, or that proves it
 * @param undo how to take it back
 */
public record StepOutcome(
        Result result,
        Proof proof,
        String detail,
        Optional<String> auditId,
        Optional<String> undo) {

    public static StepOutcome skipped(String why) {
        return new StepOutcome(
                Result.SKIPPED, Proof.UNKNOWN, why, Optional.empty(), Optional.empty());
    }

    public static StepOutcome failed(String why, Optional<String> auditId) {
        return new StepOutcome(Result.FAILED, Proof.UNKNOWN, why, auditId, Optional.empty());
    }

    public static StepOutcome wouldDo(String what, Optional<String> auditId) {
        return new StepOutcome(Result.WOULD_DO, Proof.UNKNOWN, what, auditId, Optional.empty());
    }
}
