package io.driftseal.decision.workbench;

import io.driftseal.decision.bundle.PolicyProblem;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a team's tests say, in both engines.
 *
 * @param tests by package, file and line
 * @param refused for what the embedded engine did not load them; then none ran in it
 * @param coverage of the tests that pass; empty where it was not asked for
 * @param rules of the policies, the slowest first; empty where it was not asked for
 */
public record TestReport(
        List<TestComparison> tests,
        List<PolicyProblem> refused,
        Optional<TestCoverage> coverage,
        List<RuleCost> rules) {

    public TestReport {
        tests = List.copyOf(tests);
        refused = List.copyOf(refused);
        rules = List.copyOf(rules);
    }

    public List<TestComparison> with(TestComparison.Outcome outcome) {
        return tests.stream().filter(test -> test.outcome() == outcome).toList();
    }

    /** Nothing failed, and the engines agree. */
    public boolean passed() {
        return refused.isEmpty()
                && with(TestComparison.Outcome.FAILED).isEmpty()
                && with(TestComparison.Outcome.DIFFERENT).isEmpty();
    }

    /** Those that take longest in the embedded engine. */
    public List<TestComparison> slowest(int count) {
        Comparator<TestComparison> byTime =
                Comparator.comparing((TestComparison test) -> test.embedded().took()).reversed();
        return tests.stream()
                .filter(test -> test.embedded().took().compareTo(Duration.ZERO) > 0)
                .sorted(byTime)
                .limit(count)
                .toList();
    }
}
