package io.driftseal.scanner.incident;

import io.driftseal.evidence.FindingRecord;
import io.driftseal.evidence.ResponsePlan;
import io.driftseal.evidence.WorkloadReference;
import io.driftseal.scanner.incident.OutboxMessage.PlanDispatch;
import io.driftseal.scanner.judge.Conclusion;
import io.driftseal.scanner.judge.Verdict;
import io.driftseal.stamp.StampAnnotations;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes what one look came to, all in one transaction, and each thing once by its id. */
public final class RecordKeeper {

    private final Clock clock;

    public RecordKeeper(Clock clock) {
        this.clock = clock;
    }

    /**
     * Everything to be kept of one look.
     *
     * @param verdict of the workload
     * @param findings those of this look
     * @param change to an incident
     * @param plan for the responder
     * @param memory for the next looks
     */
    public record Result(
            Verdict verdict,
            List<FindingRecord> findings,
            Optional<IncidentChange> change,
            Optional<ResponsePlan> plan,
            Memory memory) {
        public Result {
            findings = List.copyOf(findings);
        }
    }

    /** Keeps the result; returns the findings that were not known before. */
    public List<FindingRecord> keep(Transaction transaction, Result result) {
        Instant now = clock.instant();
        // First, because a message about the incident says what its workload's verdict rests on.
        transaction.verdicts().save(result.verdict());
        List<FindingRecord> fresh =
                result.findings().stream()
                        .filter(f -> transaction.evidence().append(f, now))
                        .toList();
        reword(transaction, result);
        result.change().ifPresent(change -> apply(transaction, change));
        result.plan()
                .filter(plan -> transaction.evidence().append(plan, now))
                .ifPresent(plan ->
                        transaction.outbox().enqueue(new PlanDispatch(plan.planId(), plan)));
        String uid = result.verdict().workload().uid();
        remember(transaction, uid, result.memory());
        boolean nothingFound =
                switch (result.verdict().conclusion()) {
                    case Conclusion.Clean _, Conclusion.Adopted _ -> true;
                    case Conclusion.Drifted _, Conclusion.Unknown _ -> false;
                };
        if (nothingFound) {
            resolve(transaction, uid, "clean again: nothing of what was found holds any more");
        }
        return fresh;
    }

    /** The workload is gone: nothing about it is kept but evidence and its incidents, resolved. */
    public void close(Transaction transaction, String workloadUid) {
        resolve(transaction, workloadUid, "the workload was deleted");
        transaction.verdicts().remove(workloadUid);
        transaction.stamps().forget(workloadUid);
        transaction.baselines().forget(workloadUid);
        transaction.gaps().clear(workloadUid);
        new Inheritances(transaction.firstSights()).forget(workloadUid);
    }

    /** A gap is named once, however often it is met: its id says of which decision it is. */
    private void remember(Transaction transaction, String uid, Memory memory) {
        memory.sighting().ifPresent(transaction.stamps()::keep);
        memory.inherited().ifPresent(i -> new Inheritances(transaction.firstSights()).keep(uid, i));
        memory.gap().ifPresent(gap -> transaction.evidence().append(gap, clock.instant()));
    }

    /** Nobody can vouch for the workload until it was looked at again. */
    public void unknown(Transaction transaction, WorkloadReference workload, String cause) {
        transaction
                .verdicts()
                .save(
                        new Verdict(
                                workload,
                                new Conclusion.Unknown(cause),
                                io.driftseal.scanner.judge.Coverage.none(),
                                clock.instant()));
    }

    /**
     * What is known better now than when the incident was told, for example who asked for a change.
     */
    private static void reword(Transaction transaction, Result result) {
        Map<String, String> messages = new HashMap<>();
        result.findings().forEach(f -> messages.put(f.findingId(), f.message()));
        for (Incident open : transaction.incidents().openOf(result.verdict().workload().uid())) {
            Incident reworded = open.saying(messages);
            if (!reworded.equals(open)) {
                transaction.incidents().save(reworded);
                String cause = StampAnnotations.digest(reworded.entries().toString());
                Notices.updated(reworded, cause).forEach(transaction.outbox()::enqueue);
            }
        }
    }

    private static void apply(Transaction transaction, IncidentChange change) {
        Optional<Incident> current = transaction.incidents().find(change.incidentId());
        Incident incident = current.map(change::added).orElseGet(change::opened);
        transaction.incidents().save(incident);
        List<OutboxMessage> notices =
                current.isEmpty()
                        ? Notices.opened(incident)
                        : Notices.updated(incident, change.entries().getFirst().findingId());
        notices.forEach(transaction.outbox()::enqueue);
    }

    private void resolve(Transaction transaction, String workloadUid, String because) {
        for (Incident open : transaction.incidents().openOf(workloadUid)) {
            Incident resolved = open.resolved(clock.instant(), because);
            transaction.incidents().save(resolved);
            Notices.resolved(resolved).forEach(transaction.outbox()::enqueue);
        }
    }
}
