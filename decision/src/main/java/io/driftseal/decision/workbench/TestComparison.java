package io.driftseal.decision.workbench;

import java.util.SortedSet;

/** A test in both engines. */
public record TestComparison(PolicyTest test, TestRun opa, TestRun embedded) {

    /** What a team hears of it. */
    public enum Outcome {
        PASSED,
        FAILED,
        SKIPPED,
        /** The two engines do not say the same: one of them is wrong, whatever the test says. */
        DIFFERENT
    }

    public Outcome outcome() {
        return switch (opa.verdict()) {
            case TestVerdict.Skipped _ -> Outcome.SKIPPED;
            case TestVerdict.Passed(SortedSet<String> cases) ->
                    embedded.verdict() instanceof TestVerdict.Passed(SortedSet<String> others)
                                    && others.equals(cases)
                            ? Outcome.PASSED
                            : Outcome.DIFFERENT;
            case TestVerdict.Failed(SortedSet<String> passed, SortedSet<String> _) ->
                    embedded.verdict()
                                            instanceof
                                            TestVerdict.Failed(
                                                    SortedSet<String> others,
                                                    SortedSet<String> _)
                                    && others.equals(passed)
                            ? Outcome.FAILED
                            : Outcome.DIFFERENT;
            case TestVerdict.Broken(String code, String _) ->
                    embedded.verdict() instanceof TestVerdict.Broken(String other, String _)
                                    && other.equals(code)
                            ? Outcome.FAILED
                            : Outcome.DIFFERENT;
            case TestVerdict.NotRun _ -> Outcome.DIFFERENT;
        };
    }
}
