package io.driftseal.scanner.check;

import io.driftseal.evidence.AmendmentRecord;
import java.util.List;

/** What amendments say about a pod whose form is not the stamped one. */
public sealed interface AmendmentSight {

    /**
     * Nothing to explain: the form is the stamped one, or there is no stamp that could be amended.
     */
    record None() implements AmendmentSight {}

    /**
     * Stamp and amendments together are what runs.
     *
     * @param amendments those that lead from the stamped form to the live one, oldest first
     */
    record Explained(List<AmendmentRecord> amendments) implements AmendmentSight {
        public Explained {
            amendments = List.copyOf(amendments);
        }
    }

    /** Only what a door can change was changed, and the amendment may still be on its way. */
    record Awaited() implements AmendmentSight {}

    /** Nobody approved it, or nobody told us in time. */
    record Unexplained() implements AmendmentSight {}
}
