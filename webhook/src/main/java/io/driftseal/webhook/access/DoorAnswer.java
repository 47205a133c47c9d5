package io.driftseal.webhook.access;

import io.driftseal.decision.DecisionReference;
import io.driftseal.decision.Reason;
import java.util.List;

/** What policy and the grants say to a visit; what the mode makes of it is another matter. */
public sealed interface DoorAnswer {

    DecisionReference reference();

    /**
     * @param grant id of the grant that was used, empty if none was needed
     */
    record Open(DecisionReference reference, List<Reason> warnings, String grant)
            implements DoorAnswer {
        public Open {
            warnings = List.copyOf(warnings);
        }
    }

    record Shut(DecisionReference reference, List<Reason> reasons) implements DoorAnswer {
        public Shut {
            reasons = List.copyOf(reasons);
        }
    }

    /** Policy gave no answer. */
    record Undecided(DecisionReference reference, String why, String detail)
            implements DoorAnswer {}
}
