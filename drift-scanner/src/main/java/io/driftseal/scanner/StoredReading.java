package io.driftseal.scanner;

import io.driftseal.evidence.DecisionRecord;
import io.driftseal.scanner.incident.Incident;
import io.driftseal.scanner.incident.ScannerStore;
import io.driftseal.scanner.intake.Reading;
import io.driftseal.scanner.judge.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The read API's view of the store. */
final class StoredReading implements Reading {

    /** The newest ones; older incidents are in evidence. */
    private static final int MAXIMUM_INCIDENTS = 1_000;

    private final ScannerStore store;

    StoredReading(ScannerStore store) {
        this.store = store;
    }

    @Override
    public List<Incident> incidents(boolean openOnly) {
        return store.read(t -> t.incidents().list(openOnly, MAXIMUM_INCIDENTS));
    }

    @Override
    public Optional<Incident> incident(String incidentId) {
        return store.read(t -> t.incidents().find(incidentId));
    }

    @Override
    public List<Verdict> verdicts(Optional<String> namespace) {
        return store.read(t -> t.verdicts().list(namespace));
    }

    @Override
    public List<DecisionRecord> decision(String decisionId) {
        return store.read(t -> t.decisions().byDecision(decisionId));
    }

    @Override
    public void evidence(Consumer<String> lines) {
        store.read(t -> {
            t.evidence().export(lines);
            return true;
        });
    }
}
