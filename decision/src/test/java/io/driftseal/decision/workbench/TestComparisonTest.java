package io.driftseal.decision.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.decision.workbench.TestComparison.Outcome;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which two verdicts are one. */
final class TestComparisonTest {

    private static final PolicyTest TEST =
            new PolicyTest("driftseal.team_test", "test_x", "team_test.rego", 3, 1);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // opa          | embedded       | outcome
                "passed         | passed         | PASSED",
                "passed a b     | passed a b     | PASSED",
                "passed a b     | passed a       | DIFFERENT",
                "passed a       | passed a b     | DIFFERENT",
                "passed         | failed         | DIFFERENT",
                "passed         | broken e1      | DIFFERENT",
                "passed         | not-run        | DIFFERENT",
                "failed         | failed         | FAILED",
                "failed         | passed         | DIFFERENT",
                "failed a -b    | failed a -b    | FAILED",
                "failed a -b    | passed a       | FAILED",
                "failed a -b    | passed a b     | DIFFERENT",
                "failed a -b    | failed -a -b   | DIFFERENT",
                "failed a       | passed a       | DIFFERENT",
                "failed         | broken e1      | DIFFERENT",
                "failed         | not-run        | DIFFERENT",
                "broken e1      | broken e1      | FAILED",
                "broken e1      | broken e2      | DIFFERENT",
                "broken e1      | failed         | DIFFERENT",
                "skipped        | skipped        | SKIPPED",
            })
    void theEnginesAgreeOrTheyDoNot(String opa, String embedded, Outcome expected) {
        // Given
        TestRun inOpa = run(opa);
        // When
        var comparison = new TestComparison(TEST, inOpa, run(embedded).withCasesOf(inOpa));
        // Then
        assertThat(comparison.outcome()).isEqualTo(expected);
    }

    private static TestRun run(String written) {
        List<String> words = List.of(written.split(" "));
        SortedSet<String> passed = new TreeSet<>();
        SortedSet<String> failed = new TreeSet<>();
        for (String name : words.subList(1, words.size())) {
            if (name.startsWith("-")) {
                failed.add(name.substring(1));
            } else {
                passed.add(name);
            }
        }
        return TestRun.without(
                switch (words.getFirst()) {
                    case "passed" -> new TestVerdict.Passed(passed);
                    case "failed" -> new TestVerdict.Failed(passed, failed);
                    case "broken" -> new TestVerdict.Broken(words.getLast(), "it broke");
                    case "skipped" -> new TestVerdict.Skipped();
                    case "not-run" -> new TestVerdict.NotRun("it cannot");
                    default -> throw new AssertionError(written);
                });
    }
}
