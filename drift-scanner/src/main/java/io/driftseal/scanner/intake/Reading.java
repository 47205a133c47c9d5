package io.driftseal.scanner.intake;

import io.driftseal.evidence.DecisionRecord;
import io.driftseal.scanner.incident.Incident;
import io.driftseal.scanner.judge.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What the command line may read. */
public interface Reading {

    /** Newest first. */
    List<Incident> incidents(boolean openOnly);

    Optional<Incident> incident(String incidentId);

    List<Verdict> verdicts(Optional<String> namespace);

    /** What was recorded of one decision, oldest first; bounded. */
    List<DecisionRecord> decision(String decisionId);

    /** Every line of the evidence export, in order, without line ends. */
    void evidence(Consumer<String> lines);
}
