package io.driftseal.decision;

import java.util.function.Supplier;

/**
 * Turns facts into decisions: makes the input document, asks the engine, and reads the answer
 * strictly. Anything but an explicit, well-formed answer becomes the decision's {@code Undecided}.
 */
public final class PolicyDecisionPoint {

    private final PolicyEngine engine;
    private final Supplier<String> decisionIds;

    /**
     * @param decisionIds a fresh {@code dec-} identity at every call, see {@link TimeOrderedIds}
     */
    public PolicyDecisionPoint(PolicyEngine engine, Supplier<String> decisionIds) {
        this.engine = engine;
        this.decisionIds = decisionIds;
    }

    public AdmissionDecision decide(AdmissionInput input) {
        return AnswerDocuments.admission(
                decisionIds.get(), engine.evaluate(EntryPoint.ADMISSION, input.document()));
    }

    public AccessDecision decide(AccessInput input) {
        return AnswerDocuments.access(
                decisionIds.get(), engine.evaluate(EntryPoint.ACCESS, input.document()));
    }

    public DriftDecision decide(DriftInput input) {
        return AnswerDocuments.drift(
                decisionIds.get(), engine.evaluate(EntryPoint.DRIFT, input.document()));
    }

    public ResponseDecision decide(ResponseInput input) {
        return AnswerDocuments.response(
                decisionIds.get(), engine.evaluate(EntryPoint.RESPONSE, input.document()));
    }
}
