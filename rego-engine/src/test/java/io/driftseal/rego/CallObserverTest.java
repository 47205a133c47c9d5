package io.driftseal.rego;

import static io.driftseal.rego.PlannedPolicy.statement;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.rego.evaluation.CallObserver;
import io.driftseal.rego.plan.Location;
import io.driftseal.rego.value.RegoObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallObserverTest {

    private final List<String> seen = new ArrayList<>();

    @Test
    void everyEvaluatedCallIsToldAndARememberedAnswerIsNone() throws Exception {
        RegoEngine engine =
                engine(
                        statement("MakeNumberIntStmt", "\"value\": 1, \"target\": 2")
                                + ","
                                + statement("ReturnLocalStmt", "\"source\": 2"));

        engine.query("t", null, EvaluationOptions.DEFAULT);
        engine.query("t", null, EvaluationOptions.DEFAULT);

        assertThat(seen)
                .containsExactly(
                        "0 g0.data.p.q at p.rego:7", "entered 0", "left 0", "entered 0", "left 0");
    }

    @Test
    void aCallThatFailsIsLeftAsWell() throws Exception {
        RegoEngine engine =
                engine(
                        statement("MakeNumberIntStmt", "\"value\": 1, \"target\": 2")
                                + ","
                                + statement("MakeNumberIntStmt", "\"value\": 2, \"target\": 3")
                                + ","
                                + statement(
                                        "AssignVarOnceStmt",
                                        "\"source\": {\"type\": \"local\", \"value\": 2},"
                                                + " \"target\": 4")
                                + ","
                                + statement(
                                        "AssignVarOnceStmt",
                                        "\"source\": {\"type\": \"local\", \"value\": 3},"
                                                + " \"target\": 4"));

        EvaluationOutcome outcome = engine.query("t", null, EvaluationOptions.DEFAULT);

        assertThat(outcome).isInstanceOf(EvaluationOutcome.Failed.class);
        assertThat(seen).endsWith("entered 0", "left 0");
    }

    /** A query that calls one rule twice. */
    private RegoEngine engine(String rule) throws PolicyRejectedException {
        String call =
                statement(
                        "CallStmt",
                        "\"func\": \"g0.data.p.q\", \"args\": [{\"type\": \"local\", \"value\": 0},"
                                + " {\"type\": \"local\", \"value\": 1}], \"result\": 2");
        String plan =
                """
                {"static": {"strings": [], "builtin_funcs": [], "files": [{"value": "p.rego"}]},
                 "plans": {"plans": [{"name": "t", "blocks": [{"stmts": [%s, %s]}]}]},
                 "funcs": {"funcs": [{"name": "g0.data.p.q", "path": ["g0", "p", "q"],
                   "params": [0, 1], "return": 2, "blocks": [{"stmts": [%s]}]}]}}
                """
                        .formatted(call, call, rule);
        return RegoEngine.loadObserved(
                PolicyBundle.of(plan.getBytes(StandardCharsets.UTF_8), RegoObject.EMPTY),
                EngineOptions.DEFAULT,
                new Recording());
    }

    private final class Recording implements CallObserver {
        @Override
        public void declared(int function, String name, Location location) {
            seen.add(function + " " + name + " at " + location);
        }

        @Override
        public void entered(int function) {
            seen.add("entered " + function);
        }

        @Override
        public void left(int function) {
            seen.add("left " + function);
        }
    }
}
