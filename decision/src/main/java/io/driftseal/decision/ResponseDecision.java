package io.driftseal.decision;

import java.util.List;
import java.util.Objects;

/** Answer to a {@link ResponseInput}. */
public sealed interface ResponseDecision {

    DecisionReference reference();

    /**
     * What to do, in this order; an empty list means that alerting is all.
     *
     * @param rationale one short sentence for the record: why this plan
     */
    record Planned(DecisionReference reference, List<ResponseAction> actions, String rationale)
            implements ResponseDecision {
        public Planned {
            actions = List.copyOf(actions);
            Objects.requireNonNull(rationale, "rationale");
        }
    }

    /** Policy gave no answer that may be acted on. */
    record Undecided(DecisionReference reference, Cause cause, String detail)
            implements ResponseDecision {}
}
