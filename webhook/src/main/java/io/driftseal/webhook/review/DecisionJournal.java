package io.driftseal.webhook.review;

import io.driftseal.evidence.DecisionRecord;

/** Takes a decision for delivery. Returns quickly; what it cannot keep it counts. */
@FunctionalInterface
public interface DecisionJournal {
    void record(DecisionRecord decision);
}
