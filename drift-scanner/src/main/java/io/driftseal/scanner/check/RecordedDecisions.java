package io.driftseal.scanner.check;

import io.driftseal.evidence.DecisionRecord;
import java.util.List;
import java.util.Optional;

/**
 * What the webhook reported about its decisions. The records may arrive after the object does, and
 * some never do: an absent record is no finding.
 */
public interface RecordedDecisions {

    /**
     * Every record that carries this decision id, oldest first (a stamp and its verification share
     * one).
     */
    List<DecisionRecord> byDecision(String decisionId);

    /** The newest {@code limit} records about this workload uid, newest first. */
    List<DecisionRecord> ofWorkload(String workloadUid, int limit);

    /**
     * The newest record whose configuration hash is this one and which carries the redacted form.
     */
    Optional<DecisionRecord> withForm(String configurationHash);
}
