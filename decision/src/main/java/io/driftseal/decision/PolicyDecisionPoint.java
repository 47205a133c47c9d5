package io.driftseal.decision;

import io.driftseal.workload.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Turns facts into decisions: makes the input document, asks the engine, and reads the answer
 * strictly. Anything but an explicit, well-formed answer becomes the decision's {@code Undecided}.
 */
public final class PolicyDecisionPoint {

    private final PolicyEngine engine;
    private final Supplier<String> decisionIds;
    private final InstantSource clock;
    private final InputKeeper inputs;

    /**
     * @param decisionIds a fresh {@code dec-} identity at every call, see {@link TimeOrderedIds}
     * @param clock of the decisions: policy has none of its own, so that each can be replayed
     */
    public PolicyDecisionPoint(
            PolicyEngine engine, Supplier<String> decisionIds, InstantSource clock) {
        this(engine, decisionIds, clock, InputKeeper.none());
    }

    /**
     * As above, of which the questions are kept.
     *
     * @param inputs is handed every question behind its decision
     */
    public PolicyDecisionPoint(
            PolicyEngine engine,
            Supplier<String> decisionIds,
            InstantSource clock,
            InputKeeper inputs) {
        this.engine = engine;
        this.decisionIds = decisionIds;
        this.clock = clock;
        this.inputs = inputs;
    }

    public AdmissionDecision decide(AdmissionInput input) {
        return decide(EntryPoint.ADMISSION, input::document, AnswerDocuments::admission);
    }

    public AccessDecision decide(AccessInput input) {
        return decide(EntryPoint.ACCESS, input::document, AnswerDocuments::access);
    }

    public GrantDecision decide(GrantInput input) {
        return decide(EntryPoint.GRANT, input::document, AnswerDocuments::grant);
    }

    public DriftDecision decide(DriftInput input) {
        return decide(EntryPoint.DRIFT, input::document, AnswerDocuments::drift);
    }

    public ResponseDecision decide(ResponseInput input) {
        return decide(EntryPoint.RESPONSE, input::document, AnswerDocuments::response);
    }

    private <D> D decide(
            EntryPoint entryPoint,
            Function<Instant, JsonObject> document,
            BiFunction<String, Evaluation, D> reading) {
        String decisionId = decisionIds.get();
        Instant time = clock.instant();
        Evaluation evaluation = engine.evaluate(entryPoint, document.apply(time));
        inputs.keep(new AskedQuestion(entryPoint, decisionId, time, evaluation));
        return reading.apply(decisionId, evaluation);
    }
}
