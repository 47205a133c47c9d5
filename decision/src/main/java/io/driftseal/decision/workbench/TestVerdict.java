package io.driftseal.decision.workbench;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** What one engine says of a test. */
public sealed interface TestVerdict {

    /** For people and programs: one word, or two. */
    String word();

    /**
     * It is true, and so are all its cases.
     *
     * @param cases of a test with cases, {@code test_x[note]}: their names, steps joined by slashes
     */
    record Passed(SortedSet<String> cases) implements TestVerdict {
        public Passed {
            cases = Collections.unmodifiableSortedSet(new TreeSet<>(cases));
        }

        @Override
        public String word() {
            return "passed";
        }
    }

    /**
     * It is false, undefined or no boolean, or one of its cases is.
     *
     * @param passedCases those that are true
     * @param failedCases the others; an engine may not know of a case that came to no value
     */
    record Failed(SortedSet<String> passedCases, SortedSet<String> failedCases)
            implements TestVerdict {
        public Failed {
            passedCases = Collections.unmodifiableSortedSet(new TreeSet<>(passedCases));
            failedCases = Collections.unmodifiableSortedSet(new TreeSet<>(failedCases));
        }

        @Override
        public String word() {
            return "failed";
        }
    }

    /**
     * The evaluation ended with an error.
     *
     * @param code as OPA has it, {@code eval_conflict_error}
     * @param message with file and line where there is one
     */
    record Broken(String code, String message) implements TestVerdict {
        @Override
        public String word() {
            return "broken";
        }
    }

    /** {@code todo_test_}: nobody runs it. */
    record Skipped() implements TestVerdict {
        @Override
        public String word() {
            return "skipped";
        }
    }

    /**
     * This engine cannot run it.
     *
     * @param reason a sentence without a full stop
     */
    record NotRun(String reason) implements TestVerdict {
        @Override
        public String word() {
            return "not run";
        }
    }
}
