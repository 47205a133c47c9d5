package io.driftseal.scanner.judge;

import java.util.List;

/** What is said about one workload; each variant carries exactly what it rests on. */
public sealed interface Conclusion {

    /** The name in records, metrics and policies. */
    String wire();

    /** Every aspect in the coverage was looked at and nothing deviates. */
    record Clean() implements Conclusion {
        @Override
        public String wire() {
            return "clean";
        }
    }

    /**
     * Something deviates.
     *
     * @param findingIds at least one
     */
    record Drifted(List<String> findingIds) implements Conclusion {
        public Drifted {
            findingIds = List.copyOf(findingIds);
            if (findingIds.isEmpty()) {
                throw new IllegalArgumentException("a drifted workload has at least one finding");
            }
        }

        @Override
        public String wire() {
            return "drifted";
        }
    }

    /**
     * Nobody could look, or not closely enough to say clean.
     *
     * @param cause one sentence
     */
    record Unknown(String cause) implements Conclusion {
        @Override
        public String wire() {
            return "unknown";
        }
    }
}
