package io.driftseal.decision.workbench;

import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A test in one engine.
 *
 * @param printed what {@code print} said, line by line
 * @param took on the clock; zero where it was not run
 */
public record TestRun(TestVerdict verdict, List<String> printed, Duration took) {

    public TestRun {
        printed = List.copyOf(printed);
    }

    static TestRun without(TestVerdict verdict) {
        return new TestRun(verdict, List.of(), Duration.ZERO);
    }

    /**
     * An engine answers only for cases that came to a value; the other engine may have seen a case
     * begin that never did, which is how a case fails.
     */
    TestRun withCasesOf(TestRun other) {
        if (verdict instanceof TestVerdict.Passed(SortedSet<String> passed)
                && other.verdict instanceof TestVerdict.Failed failed) {
            SortedSet<String> missing = new TreeSet<>(failed.failedCases());
            missing.removeAll(passed);
            return missing.isEmpty()
                    ? this
                    : new TestRun(new TestVerdict.Failed(passed, missing), printed, took);
        }
        return this;
    }

    TestRun taking(Duration measured) {
        return new TestRun(verdict, printed, measured);
    }
}
