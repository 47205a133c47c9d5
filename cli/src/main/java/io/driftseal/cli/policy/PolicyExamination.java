package io.driftseal.cli.policy;

import io.driftseal.decision.bundle.EngineStartException;
import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.bundle.PolicyProblem;
import io.driftseal.decision.bundle.PolicyRefusedException;
import io.driftseal.decision.workbench.Loading;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a service would say to a directory of policies when it loads them, by the same reading, the
 * same check, and the same engine.
 *
 * @param revision that every decision would carry; empty where the directory is refused
 * @param problems all of them; none where the policies load
 */
public record PolicyExamination(String revision, List<PolicyProblem> problems) {

    public PolicyExamination {
        problems = List.copyOf(problems);
    }

    /**
     * Examines a directory.
     *
     * @param opa the OPA program
     * @throws EngineStartException where the program cannot be run, or nothing can be copied for it
     */
    public static PolicyExamination of(Path opa, Path directory) throws EngineStartException {
        try {
            PolicyBundle bundle = PolicyBundle.read(directory);
            Loading.tryOut(bundle, opa);
            return new PolicyExamination(bundle.revision(), List.of());
        } catch (PolicyRefusedException e) {
            return new PolicyExamination("", e.problems());
        }
    }

    public boolean loads() {
        return problems.isEmpty();
    }

    /** For programs: {@code loads}, {@code revision}, {@code problems} with their remedies. */
    public JsonObject document() {
        return JsonObject.builder()
                .put("loads", loads())
                .put("revision", revision)
                .put("problems", documents(problems))
                .build();
    }

    /** Each with its place, its sentence and its remedy. */
    public static JsonArray documents(List<PolicyProblem> problems) {
        List<JsonObject> shown = new ArrayList<>();
        for (PolicyProblem problem : problems) {
            shown.add(
                    JsonObject.builder()
                            .put("file", problem.file())
                            .put("line", problem.line())
                            .put("problem", problem.sentence())
                            .put("remedy", Remedy.of(problem.sentence()))
                            .build());
        }
        return JsonArray.of(shown.toArray(JsonObject[]::new));
    }
}
