package io.driftseal.webhook.amendment;

import io.driftseal.evidence.AmendmentRecord;

/** Takes an amendment for delivery. */
@FunctionalInterface
public interface AmendmentJournal {

    /**
     * Whether it is on disk now. A change whose amendment is lost would be drift for ever, so one
     * that cannot be kept is not approved.
     */
    boolean keep(AmendmentRecord amendment);
}
