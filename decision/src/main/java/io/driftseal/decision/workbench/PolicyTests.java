package io.driftseal.decision.workbench;

import io.driftseal.decision.bundle.EngineStartException;
import io.driftseal.decision.bundle.PolicyProblem;
import io.driftseal.decision.bundle.PolicyRefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs a team's own tests twice, in the OPA program and in the embedded engine, and holds what they
 * say against each other.
 */
public final class PolicyTests {

    /** More are refused: each is an argument of the compiler. */
    public static final int MAXIMUM_TESTS = 10_000;

    private PolicyTests() {}

    /**
     * What is asked for.
     *
     * @param pattern of full names, {@code data.driftseal.team_test.test_x}, in RE2's syntax; all
     *     tests where it is empty
     * @param coverage whether lines are counted, by one more run
     * @param times whether tests are repeated until they are warm, and rules timed
     */
    public record Wanted(Optional<String> pattern, boolean coverage, boolean times) {}

    /**
     * Runs them.
     *
     * @param opa the OPA program
     * @throws PolicyRefusedException where the directory cannot be read or does not compile
     * @throws EngineStartException where the program cannot be run
     */
    public static TestReport run(Path opa, Path directory, Wanted wanted)
            throws PolicyRefusedException, EngineStartException {
        try (TestFolder folder = TestFolder.copyOf(directory)) {
            var suite = new OpaSuite(opa, folder);
            suite.check();
            Map<PolicyTest, TestRun> inOpa = suite.run(wanted.pattern());
            if (inOpa.size() > MAXIMUM_TESTS) {
                throw new PolicyRefusedException(
                        "there are more than " + MAXIMUM_TESTS + " tests; run parts of them");
            }
            Optional<TestCoverage> coverage =
                    wanted.coverage() ? suite.coverage(passing(inOpa)) : Optional.empty();
            return report(compare(folder, suite, inOpa, wanted.times()), coverage);
        } catch (IOException e) {
            throw new EngineStartException("the copy of the tests cannot be read", e);
        }
    }

    private static List<PolicyTest> passing(Map<PolicyTest, TestRun> runs) {
        return runs.entrySet().stream()
                .filter(run -> run.getValue().verdict() instanceof TestVerdict.Passed)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The comparisons, and what came with them. */
    private record Compared(
            List<TestComparison> tests, List<PolicyProblem> refused, List<RuleCost> rules) {}

    private static TestReport report(Compared compared, Optional<TestCoverage> coverage) {
        List<TestComparison> tests = new ArrayList<>(compared.tests());
        tests.sort(
                Comparator.comparing((TestComparison one) -> one.test().packageName())
                        .thenComparing(one -> one.test().file())
                        .thenComparingInt(one -> one.test().line())
                        .thenComparingInt(one -> one.test().column()));
        return new TestReport(tests, compared.refused(), coverage, compared.rules());
    }

    private static Compared compare(
            TestFolder folder, OpaSuite suite, Map<PolicyTest, TestRun> inOpa, boolean times)
            throws EngineStartException, IOException {
        Set<PolicyTest> live = new LinkedHashSet<>(inOpa.keySet());
        inOpa.forEach((test, run) -> {
            if (run.verdict() instanceof TestVerdict.Skipped) {
                live.remove(test);
            }
        });
        List<TestComparison> compared = new ArrayList<>();
        if (live.isEmpty()) {
            inOpa.forEach((test, run) -> compared.add(skipped(test, run)));
            return new Compared(compared, List.of(), List.of());
        }
        EmbeddedSuite embedded;
        try {
            embedded = embedded(folder, suite, live, times);
        } catch (PolicyRefusedException e) {
            var notRun = new TestVerdict.NotRun("the embedded engine refuses these policies");
            inOpa.forEach((test, run) ->
                    compared.add(
                            live.contains(test)
                                    ? new TestComparison(test, run, TestRun.without(notRun))
                                    : skipped(test, run)));
            return new Compared(compared, e.problems(), List.of());
        }
        inOpa.forEach((test, run) ->
                compared.add(
                        live.contains(test)
                                ? new TestComparison(test, run, embedded.run(test).withCasesOf(run))
                                : skipped(test, run)));
        return new Compared(
                times ? timed(compared, embedded) : compared,
                List.of(),
                times ? rulesOfPolicies(embedded) : List.of());
    }

    private static TestComparison skipped(PolicyTest test, TestRun run) {
        return new TestComparison(test, run, TestRun.without(new TestVerdict.Skipped()));
    }

    private static EmbeddedSuite embedded(
            TestFolder folder, OpaSuite suite, Set<PolicyTest> tests, boolean times)
            throws EngineStartException, PolicyRefusedException, IOException {
        Set<PolicyTest> withCases = new HashSet<>();
        for (PolicyTest test : tests) {
            if (folder.hasCases(test)) {
                withCases.add(test);
            }
        }
        Map<PolicyTest, String> entryPoints = new HashMap<>();
        folder.separate(tests)
                .forEach((test, name) ->
                        EntryPointPath.of(test.packageName() + "." + name)
                                .ifPresent(path -> entryPoints.put(test, path)));
        return EmbeddedSuite.load(suite.plan(entryPoints.values()), entryPoints, withCases, times);
    }

    /** The first run of a test takes what its classes and the compiler of this process take. */
    private static List<TestComparison> timed(
            List<TestComparison> compared, EmbeddedSuite embedded) {
        List<TestComparison> timed = new ArrayList<>();
        embedded.costs();
        for (TestComparison one : compared) {
            timed.add(
                    one.embedded().verdict() instanceof TestVerdict.NotRun
                                    || one.outcome() == TestComparison.Outcome.SKIPPED
                            ? one
                            : new TestComparison(
                                    one.test(),
                                    one.opa(),
                                    one.embedded().taking(embedded.measure(one.test()))));
        }
        return timed;
    }

    private static List<RuleCost> rulesOfPolicies(EmbeddedSuite embedded) {
        return embedded.costs().stream()
                .filter(cost -> !cost.file().endsWith("_test.rego"))
                .toList();
    }
}
