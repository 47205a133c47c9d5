package io.driftseal.cli.policy;

import io.driftseal.decision.bundle.EngineStartException;
import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.bundle.PolicyCheck;
import io.driftseal.decision.bundle.PolicyProblem;
import io.driftseal.decision.bundle.PolicyRefusedException;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a service would say to a directory of policies when it loads them, by the same reading and
 * the same check.
 *
 * @param revision that every decision would carry; empty where the directory is refused
 * @param problems all of them; none where the policies load
 */
public record PolicyExamination(String revision, List<PolicyProblem> problems) {

    private static final String POLICIES = "policies";

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
        Path work = workDirectory();
        try {
            PolicyBundle bundle = PolicyBundle.read(directory);
            bundle.writeTo(work.resolve(POLICIES));
            new PolicyCheck(opa.toAbsolutePath(), work).check(POLICIES);
            return new PolicyExamination(bundle.revision(), List.of());
        } catch (PolicyRefusedException e) {
            return new PolicyExamination("", e.problems());
        } catch (IOException e) {
            throw new EngineStartException("policies cannot be copied for the compiler", e);
        } finally {
            PolicyBundle.delete(work);
        }
    }

    private static Path workDirectory() throws EngineStartException {
        try {
            return Files.createTempDirectory("driftseal-check-");
        } catch (IOException e) {
            throw new EngineStartException("no directory to compile in", e);
        }
    }

    public boolean loads() {
        return problems.isEmpty();
    }

    /** For programs: {@code loads}, {@code revision}, {@code problems} with their remedies. */
    public JsonObject document() {
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
        return JsonObject.builder()
                .put("loads", loads())
                .put("revision", revision)
                .put("problems", JsonArray.of(shown.toArray(JsonObject[]::new)))
                .build();
    }
}
