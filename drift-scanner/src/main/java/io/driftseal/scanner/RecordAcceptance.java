package io.driftseal.scanner;

import io.driftseal.evidence.AmendmentRecord;
import io.driftseal.evidence.BaselineRecord;
import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.EvidenceRecord;
import io.driftseal.evidence.FindingRecord;
import io.driftseal.evidence.RecordEnvelope;
import io.driftseal.evidence.RecordGap;
import io.driftseal.evidence.ResponseOutcome;
import io.driftseal.evidence.ResponsePlan;
import io.driftseal.evidence.WorkloadReference;
import io.driftseal.scanner.incident.Incident;
import io.driftseal.scanner.incident.Notices;
import io.driftseal.scanner.incident.RecordKeeper;
import io.driftseal.scanner.incident.ScannerStore;
import io.driftseal.scanner.incident.Transaction;
import io.driftseal.scanner.intake.RecordReceiver;
import io.driftseal.scanner.observe.Observatory;
import io.driftseal.scanner.observe.WorkKey;
import io.driftseal.scanner.observe.WorkQueue;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes over what the webhook and the responder report, once by id, and lets it have its effect.
 */
final class RecordAcceptance implements RecordReceiver {

    private final ScannerStore store;
    private final Observatory observatory;
    private final WorkQueue queue;
    private final RecordKeeper keeper;
    private final Clock clock;

    RecordAcceptance(
            ScannerStore store,
            Observatory observatory,
            WorkQueue queue,
            RecordKeeper keeper,
            Clock clock) {
        this.store = store;
        this.observatory = observatory;
        this.queue = queue;
        this.keeper = keeper;
        this.clock = clock;
    }

    @Override
    public List<String> accept(List<RecordEnvelope> records) {
        List<WorkKey> touched =
                store.write(transaction -> {
                    List<WorkKey> keys = new ArrayList<>();
                    for (RecordEnvelope envelope : records) {
                        if (transaction.evidence().append(envelope.body(), clock.instant())) {
                            apply(transaction, envelope.body()).ifPresent(keys::add);
                        }
                    }
                    return keys;
                });
        // After the commit: a look before it would not see the record.
        touched.forEach(queue::offer);
        return records.stream().map(RecordEnvelope::id).toList();
    }

    /** The workload to look at again because of this record. */
    private Optional<WorkKey> apply(Transaction transaction, EvidenceRecord record) {
        return switch (record) {
            case DecisionRecord decision ->
                    Optional.of(decision.workload())
                            .filter(w -> !w.uid().isEmpty())
                            .map(w -> new WorkKey(w.kind(), w.uid()))
                            .filter(key -> observatory.live(key).isPresent());
            case AmendmentRecord amendment ->
                    Optional.of(
                                    new WorkKey(
                                            amendment.workload().kind(),
                                            amendment.workload().uid()))
                            .filter(key -> observatory.live(key).isPresent());
            case ResponseOutcome outcome -> {
                transaction
                        .incidents()
                        .find(outcome.incidentId())
                        .ifPresent(incident -> add(transaction, incident, outcome));
                yield Optional.empty();
            }
            case RecordGap gap -> {
                mark(transaction, gap);
                yield Optional.empty();
            }
            case FindingRecord finding -> Optional.empty();
            case BaselineRecord baseline -> Optional.empty();
            case ResponsePlan plan -> Optional.empty();
        };
    }

    private static void add(Transaction transaction, Incident incident, ResponseOutcome outcome) {
        Incident updated = incident.with(outcome);
        if (updated.responses().size() > incident.responses().size()) {
            transaction.incidents().save(updated);
            Notices.updated(updated, outcome.outcomeId()).forEach(transaction.outbox()::enqueue);
        }
    }

    /**
     * Unknown until the next full verification, and without the door in its coverage for as long as
     * it lives: who entered it meanwhile will never be known.
     */
    private void mark(Transaction transaction, RecordGap gap) {
        String cause = "records about it were lost on their way";
        for (WorkloadReference workload : concerned(gap)) {
            transaction.gaps().mark(workload.uid(), cause, gap.time());
            keeper.unknown(transaction, workload, cause);
        }
    }

    private List<WorkloadReference> concerned(RecordGap gap) {
        return observatory.references().stream()
                .filter(w ->
                        gap.everything()
                                || gap.namespaces().contains(w.namespace())
                                || gap.workloads().stream().anyMatch(lost -> concerns(lost, w)))
                .toList();
    }

    /** A record lost before the object was stored has no uid, and maybe no name. */
    private static boolean concerns(WorkloadReference lost, WorkloadReference live) {
        if (!lost.uid().isEmpty()) {
            return lost.uid().equals(live.uid());
        }
        return lost.kind().equals(live.kind())
                && lost.namespace().equals(live.namespace())
                && (lost.name().isEmpty() || lost.name().equals(live.name()));
    }
}
