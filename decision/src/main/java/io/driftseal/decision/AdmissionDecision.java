package io.driftseal.decision;

import java.util.List;

/** Answer to an {@link AdmissionInput}. What a mode makes of it is the caller's part. */
public sealed interface AdmissionDecision {

    DecisionReference reference();

    /**
     * Policy admits it under the named runtime policy.
     *
     * @param warnings for the requester and for the record
     * @param recorded for the record alone: what rules in observe would have said
     */
    record Admitted(
            DecisionReference reference,
            String runtimePolicy,
            List<Reason> warnings,
            List<Reason> recorded)
            implements AdmissionDecision {
        public Admitted {
            warnings = List.copyOf(warnings);
            recorded = List.copyOf(recorded);
        }
    }

    /** Policy refuses it, with at least one reason. */
    record Refused(DecisionReference reference, String runtimePolicy, List<Reason> reasons)
            implements AdmissionDecision {
        public Refused {
            reasons = List.copyOf(reasons);
        }
    }

    /** Policy gave no answer that may be acted on. */
    record Undecided(DecisionReference reference, Cause cause, String detail)
            implements AdmissionDecision {}
}
