package io.driftseal.webhook.review;

import java.util.List;

/** What a review comes to. */
public sealed interface AdmissionOutcome {

    /** The word in metrics. */
    String word();

    /** Not ours to decide: another kind, an exempt namespace, a change that always passes. */
    record Passed() implements AdmissionOutcome {
        @Override
        public String word() {
            return "passed";
        }
    }

    /** Allowed, as it came. */
    record Admitted(Notes notes) implements AdmissionOutcome {
        @Override
        public String word() {
            return "admitted";
        }
    }

    /** Allowed with these changes; at least one. */
    record Patched(List<PatchOperation> patch, Notes notes) implements AdmissionOutcome {
        public Patched {
            patch = List.copyOf(patch);
            if (patch.isEmpty()) {
                throw new IllegalArgumentException("a patch has at least one operation");
            }
        }

        @Override
        public String word() {
            return "patched";
        }
    }

    /**
     * Refused with 403.
     *
     * @param message what to change, and the decision id
     */
    record Refused(String message, Notes notes) implements AdmissionOutcome {
        @Override
        public String word() {
            return "refused";
        }
    }

    /**
     * No answer. It goes out as an HTTP error, so that the API server applies the failure policy of
     * the configuration that called: only that one knows whether it is to fail open or closed.
     *
     * @param status HTTP status, 4xx or 5xx
     */
    record Unanswered(int status, String message) implements AdmissionOutcome {
        @Override
        public String word() {
            return "unanswered";
        }
    }
}
