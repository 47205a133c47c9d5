package io.driftseal.decision;

import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Turns facts into decisions: makes the input document, asks the engine, and reads the answer
 * strictly. Anything but an explicit, well-formed answer becomes the decision's {@code Undecided}.
 */
public final class PolicyDecisionPoint {

    private final PolicyEngine engine;
    private final Supplier<String> decisionIds;
    private final InstantSource clock;

    /**
     * @param decisionIds a fresh {@code dec-} identity at every call, see {@link TimeOrderedIds}
     * @param clock of the decisions: policy has none of its own, so that each can be replayed
     */
    public PolicyDecisionPoint(
            PolicyEngine engine, Supplier<String> decisionIds, InstantSource clock) {
        this.engine = engine;
        this.decisionIds = decisionIds;
        this.clock = clock;
    }

    public AdmissionDecision decide(AdmissionInput input) {
        return AnswerDocuments.admission(
                decisionIds.get(),
                engine.evaluate(EntryPoint.ADMISSION, input.document(clock.instant())));
    }

    public AccessDecision decide(AccessInput input) {
        return AnswerDocuments.access(
                decisionIds.get(),
                engine.evaluate(EntryPoint.ACCESS, input.document(clock.instant())));
    }

    public GrantDecision decide(GrantInput input) {
        return AnswerDocuments.grant(
                decisionIds.get(),
                engine.evaluate(EntryPoint.GRANT, input.document(clock.instant())));
    }

    public DriftDecision decide(DriftInput input) {
        return AnswerDocuments.drift(
                decisionIds.get(),
                engine.evaluate(EntryPoint.DRIFT, input.document(clock.instant())));
    }

    public ResponseDecision decide(ResponseInput input) {
        return AnswerDocuments.response(
                decisionIds.get(),
                engine.evaluate(EntryPoint.RESPONSE, input.document(clock.instant())));
    }
}
