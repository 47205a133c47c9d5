package io.driftseal.scanner;

import io.driftseal.decision.Cause;
import io.driftseal.decision.EngineStatus;
import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.Evaluation;
import io.driftseal.decision.PolicyEngine;
import io.driftseal.scanner.fixture.Fixtures;
import io.driftseal.workload.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Gives the same two answers to everything, and remembers what it was asked. */
final class CannedPolicy implements PolicyEngine {

    static final String CRITICAL =
            "{\"severity\":\"critical\",\"incident\":true,\"notify\":[\"slack\",\"pagerduty\"]}";
    static final String DELETE =
            "{\"actions\":[\"deny-tokens\",\"delete-pod\"],\"rationale\":\"Severity critical.\"}";

    private static final String DIGEST = "d".repeat(64);

    final List<JsonObject> driftQuestions = new CopyOnWriteArrayList<>();
    volatile boolean silent;

    @Override
    public Evaluation evaluate(EntryPoint entryPoint, JsonObject input) {
        if (entryPoint == EntryPoint.DRIFT) {
            driftQuestions.add(input);
        }
        if (silent) {
            return new Evaluation.Indeterminate(Cause.TIMEOUT, "too late", DIGEST, DIGEST);
        }
        String answer = entryPoint == EntryPoint.DRIFT ? CRITICAL : DELETE;
        return new Evaluation.Answered(Fixtures.json(answer), DIGEST, DIGEST);
    }

    @Override
    public EngineStatus status() {
        return new EngineStatus(EngineStatus.State.READY, DIGEST, 0, 0, 0);
    }

    @Override
    public void close() {}
}
