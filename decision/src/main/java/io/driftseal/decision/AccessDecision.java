package io.driftseal.decision;

import java.util.List;

/** Answer to an {@link AccessInput}. */
public sealed interface AccessDecision {

    DecisionReference reference();

    /** The door may be used; warnings are shown to the requester. */
    record Granted(DecisionReference reference, List<Reason> warnings) implements AccessDecision {
        public Granted {
            warnings = List.copyOf(warnings);
        }
    }

    /** The door stays shut, with at least one reason. */
    record Denied(DecisionReference reference, List<Reason> reasons) implements AccessDecision {
        public Denied {
            reasons = List.copyOf(reasons);
        }
    }

    /** Policy gave no answer that may be acted on. */
    record Undecided(DecisionReference reference, Cause cause, String detail)
            implements AccessDecision {}
}
