package io.driftseal.decision.workbench;

import io.driftseal.decision.bundle.PolicyProblem;
import io.driftseal.decision.bundle.PolicyRefusedException;
import io.driftseal.rego.EngineOptions;
import io.driftseal.rego.EvaluationLimits;
import io.driftseal.rego.EvaluationOptions;
import io.driftseal.rego.EvaluationOutcome;
import io.driftseal.rego.PolicyBundle;
import io.driftseal.rego.PolicyRejectedException;
import io.driftseal.rego.RegoEngine;
import io.driftseal.rego.json.RegoJsonWriter;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoValue;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Tests in the embedded engine: each is an entry point of one plan. */
final class EmbeddedSuite {

    /** As generous as the OPA program is: a test may be slow, but it ends. */
    private static final EvaluationOptions OPTIONS =
            EvaluationOptions.DEFAULT.withLimits(
                    new EvaluationLimits(
                            Duration.ofSeconds(50),
                            10_000_000_000L,
                            8L * 1024 * 1024 * 1024,
                            EvaluationLimits.DEFAULT.nesting()));

    private static final int MOST_REPEATS = 51;
    private static final Duration ENOUGH = Duration.ofMillis(100);

    private final RegoEngine engine;
    private final RuleProfile profile;
    private final Map<PolicyTest, String> entryPoints;
    private final Set<PolicyTest> withCases;

    private EmbeddedSuite(
            RegoEngine engine,
            RuleProfile profile,
            Map<PolicyTest, String> entryPoints,
            Set<PolicyTest> withCases) {
        this.engine = engine;
        this.profile = profile;
        this.entryPoints = entryPoints;
        this.withCases = withCases;
    }

    /**
     * Loads a plan.
     *
     * @param entryPoints of each test that is in it
     * @param withCases the tests that answer an object of cases
     * @param timed whether calls of rules are timed; else the engine is exactly the one of a
     *     service
     * @throws PolicyRefusedException with file and line, for what this engine refuses at load
     */
    static EmbeddedSuite load(
            byte[] compiled,
            Map<PolicyTest, String> entryPoints,
            Set<PolicyTest> withCases,
            boolean timed)
            throws PolicyRefusedException {
        var profile = new RuleProfile();
        try {
            PolicyBundle bundle = PolicyBundle.readArchive(compiled);
            return new EmbeddedSuite(
                    timed
                            ? RegoEngine.loadObserved(bundle, EngineOptions.DEFAULT, profile)
                            : RegoEngine.load(bundle, EngineOptions.DEFAULT),
                    profile,
                    Map.copyOf(entryPoints),
                    Set.copyOf(withCases));
        } catch (PolicyRejectedException e) {
            throw new PolicyRefusedException(e.problems().stream().map(PolicyProblem::of).toList());
        }
    }

    TestRun run(PolicyTest test) {
        String entryPoint = entryPoints.get(test);
        if (entryPoint == null) {
            return TestRun.without(
                    new TestVerdict.NotRun(
                            "another test has its name, and its line does not begin with it"));
        }
        long begun = System.nanoTime();
        EvaluationOutcome outcome = engine.evaluate(entryPoint, null, OPTIONS);
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        return new TestRun(verdict(test, outcome), outcome.report().printed(), took);
    }

    /** How long a test that was run takes when it is warm: the median of many times. */
    Duration measure(PolicyTest test) {
        long[] took = new long[MOST_REPEATS];
        long begun = System.nanoTime();
        int runs = 0;
        while (runs < MOST_REPEATS && (runs == 0 || System.nanoTime() - begun < ENOUGH.toNanos())) {
            took[runs++] = run(test).took().toNanos();
        }
        Arrays.sort(took, 0, runs);
        return Duration.ofNanos(took[runs / 2]);
    }

    /** What the rules cost in all runs since the last call. */
    List<RuleCost> costs() {
        List<RuleCost> costs = profile.costs();
        profile.clear();
        return costs;
    }

    private TestVerdict verdict(PolicyTest test, EvaluationOutcome outcome) {
        return switch (outcome) {
            case EvaluationOutcome.Undefined _ -> failed();
            case EvaluationOutcome.Failed failed ->
                    new TestVerdict.Broken(failed.code(), failed.text());
            case EvaluationOutcome.Defined(RegoValue value, var _) -> {
                if (value instanceof RegoObject object && withCases.contains(test)) {
                    var cases = new Cases();
                    cases.read(object, "");
                    yield cases.failed.isEmpty()
                            ? new TestVerdict.Passed(cases.passed)
                            : new TestVerdict.Failed(cases.passed, cases.failed);
                }
                yield value.equals(RegoBoolean.TRUE)
                        ? new TestVerdict.Passed(new TreeSet<>())
                        : failed();
            }
        };
    }

    private static TestVerdict failed() {
        return new TestVerdict.Failed(new TreeSet<>(), new TreeSet<>());
    }

    /** The object of a test with cases, read as OPA reads it. */
    private static final class Cases {
        private final SortedSet<String> passed = new TreeSet<>();
        private final SortedSet<String> failed = new TreeSet<>();

        private void read(RegoObject object, String above) {
            object.forEach((key, value) -> {
                String name = above + RegoJsonWriter.name(key).text();
                if (value instanceof RegoObject below && !below.isEmpty()) {
                    read(below, name + "/");
                } else {
                    boolean right = value.equals(RegoBoolean.TRUE) || value instanceof RegoObject;
                    (right ? passed : failed).add(name);
                }
            });
        }
    }
}
