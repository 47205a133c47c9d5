package io.driftseal.bench.engines;

import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.bundle.PolicyRefusedException;
import java.nio.file.Path;
import java.util.List;

/**
 * Policies that are measured.
 *
 * @param words for the table
 * @param generated whether they are made by the bench, one evaluation for all of them
 */
record EngineCase(String words, PolicyBundle policies, boolean generated) {

    static final String ONE = "1 policy of 10 rules";
    static final String TEN = "10 policies";
    static final String HUNDRED = "100 policies";

    /** With pods of every size. */
    static List<EngineCase> growing() throws PolicyRefusedException {
        return List.of(generated(ONE, 1, 10), generated(TEN, 10, 9), generated(HUNDRED, 100, 9));
    }

    /** With the pod in the middle. */
    static List<EngineCase> special(Path project) throws PolicyRefusedException {
        return List.of(
                generated("400 rules in one policy", 1, 400),
                new EngineCase(
                        "10 000 entries in 40 lists",
                        PolicyBundle.of(GeneratedPolicies.withEntries(40, 250)),
                        true),
                new EngineCase(
                        "the shipped rules",
                        PolicyBundle.read(project.resolve("policies").resolve("rego")),
                        false));
    }

    private static EngineCase generated(String words, int policies, int rulesEach)
            throws PolicyRefusedException {
        return new EngineCase(
                words, PolicyBundle.of(GeneratedPolicies.of(policies, rulesEach)), true);
    }
}
