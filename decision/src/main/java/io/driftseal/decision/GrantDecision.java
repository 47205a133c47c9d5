package io.driftseal.decision;

import java.util.List;

/** Answer to a {@link GrantInput}. */
public sealed interface GrantDecision {

    DecisionReference reference();

    /** The grant may be issued as it was asked for; warnings are shown to the requester. */
    record Issued(DecisionReference reference, List<Reason> warnings) implements GrantDecision {
        public Issued {
            warnings = List.copyOf(warnings);
        }
    }

    /** No grant, with at least one reason. */
    record Denied(DecisionReference reference, List<Reason> reasons) implements GrantDecision {
        public Denied {
            reasons = List.copyOf(reasons);
        }
    }

    /** Policy gave no answer that may be acted on: no grant. */
    record Undecided(DecisionReference reference, Cause cause, String detail)
            implements GrantDecision {}
}
