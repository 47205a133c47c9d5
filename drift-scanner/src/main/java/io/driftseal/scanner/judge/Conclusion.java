package io.driftseal.scanner.judge;

import io.driftseal.evidence.AmendmentRecord;
import java.util.List;

/** What is said about one workload; each variant carries exactly what it rests on. */
public sealed interface Conclusion {

    /** The name in records, metrics and policies. */
    String wire();

    /**
     * Every aspect in the coverage was looked at and nothing deviates.
     *
     * @param amendments approved later changes that it rests on besides the stamp, oldest first
     */
    record Clean(List<AmendmentRecord> amendments) implements Conclusion {
        public Clean {
            amendments = List.copyOf(amendments);
        }

        /** As it was stamped. */
        public Clean() {
            this(List.of());
        }

        @Override
        public String wire() {
            return "clean";
        }
    }

    /**
     * Nobody approved it; it, or what it was made from, is what it was when it was adopted.
     *
     * @param baselineId which baseline says so
     */
    record Adopted(String baselineId) implements Conclusion {
        @Override
        public String wire() {
            return "adopted";
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
