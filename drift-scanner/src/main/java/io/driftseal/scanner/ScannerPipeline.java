package io.driftseal.scanner;

import io.driftseal.evidence.FindingRecord;
import io.driftseal.evidence.ResponsePlan;
import io.driftseal.evidence.WorkloadReference;
import io.driftseal.scanner.check.AdmissionConfigurationCheck;
import io.driftseal.scanner.check.Finding;
import io.driftseal.scanner.check.OwnerSight;
import io.driftseal.scanner.check.Recollection;
import io.driftseal.scanner.check.Subject;
import io.driftseal.scanner.check.WorkloadChecks;
import io.driftseal.scanner.incident.Incident;
import io.driftseal.scanner.incident.IncidentChange;
import io.driftseal.scanner.incident.IncidentEntry;
import io.driftseal.scanner.incident.Memory;
import io.driftseal.scanner.incident.RecordKeeper;
import io.driftseal.scanner.incident.ScannerStore;
import io.driftseal.scanner.incident.Transaction;
import io.driftseal.scanner.judge.Assessor;
import io.driftseal.scanner.judge.Conclusion;
import io.driftseal.scanner.judge.Coverage;
import io.driftseal.scanner.judge.Judgement;
import io.driftseal.scanner.judge.Verdict;
import io.driftseal.scanner.observe.AdmissionObject;
import io.driftseal.scanner.observe.UnreadableWorkload;
import io.driftseal.scanner.observe.WorkKey;
import io.driftseal.scanner.observe.WorkloadSnapshot;
import io.driftseal.workload.Workload;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The scanner's table of contents: what happens to one key. Everything is read first, then judged
 * by pure functions and policy, and what came of it is written in one transaction. One key is in
 * one hand at a time (see {@link io.driftseal.scanner.observe.WorkQueue}).
 */
public final class ScannerPipeline {

    /** Whether the key needs another look without a change to it. */
    public enum Followup {
        NONE,
        /** Something it depends on could not be read yet. */
        SOON
    }

    private final ScannerStages stages;
    private final ScannerStore store;
    private final ScannerMeters meters;
    private final Clock clock;

    ScannerPipeline(ScannerStages stages, ScannerStore store, ScannerMeters meters, Clock clock) {
        this.stages = stages;
        this.store = store;
        this.meters = meters;
        this.clock = clock;
    }

    /** Looks at what the key names, as it is now. */
    public Followup look(WorkKey key) {
        if (AdmissionBaseline.covers(key)) {
            lookAtAdmission(key);
            return Followup.NONE;
        }
        return switch (stages.observatory().live(key).orElse(null)) {
            case null -> {
                close(key.identity());
                yield Followup.NONE;
            }
            case UnreadableWorkload unreadable -> {
                conclude(unread(unreadable.reference(), unreadable.cause()));
                yield Followup.NONE;
            }
            case WorkloadSnapshot snapshot -> look(snapshot);
        };
    }

    /**
     * A look that failed leaves no older verdict standing: nobody knows what it would have said.
     */
    void failed(WorkKey key) {
        if (!AdmissionBaseline.covers(key)) {
            stages.observatory()
                    .live(key)
                    .ifPresent(live -> conclude(unread(live.reference(), "a look at it failed")));
        }
    }

    private Followup look(WorkloadSnapshot snapshot) {
        Workload live = snapshot.workload();
        OwnerSight owner = stages.ownerSearch().of(live);
        List<Workload> ancestors = stages.ownerSearch().ancestors(live, owner);
        Case found = store.read(remembered -> check(snapshot, owner, ancestors, remembered));
        conclude(found);
        boolean soon =
                owner instanceof OwnerSight.NotRead
                        || stages.amendmentSearch().awaits(snapshot.reference().uid());
        return soon ? Followup.SOON : Followup.NONE;
    }

    /** Nothing was looked at; what was found before stays open. */
    private Case unread(WorkloadReference workload, String cause) {
        Verdict verdict =
                new Verdict(
                        workload, new Conclusion.Unknown(cause), Coverage.none(), clock.instant());
        return new Case(
                verdict,
                List.of(),
                new Case.Before(Optional.empty(), List.of()),
                AdmissionBaseline.context(),
                Memory.none());
    }

    private Case check(
            WorkloadSnapshot snapshot,
            OwnerSight owner,
            List<Workload> ancestors,
            Transaction remembered) {
        Instant now = clock.instant();
        String uid = snapshot.reference().uid();
        Subject subject =
                stages.gatherer()
                        .gather(
                                snapshot,
                                owner,
                                ancestors,
                                new Recollection(
                                        remembered.decisions(),
                                        remembered.amendments(),
                                        remembered.stamps(),
                                        remembered.baselines(),
                                        new RememberedLooks(remembered)));
        List<Finding> findings = WorkloadChecks.findings(subject);
        int episode = remembered.incidents().resolvedCount(uid);
        List<String> ids = findings.stream().map(f -> f.id(uid, episode)).toList();
        boolean lost = remembered.gaps().of(uid).isPresent();
        Verdict verdict = Assessor.assess(subject, ids, lost, now);
        return new Case(
                verdict,
                findings,
                before(remembered, uid),
                SubjectContext.of(subject),
                new Memory(
                        SubjectContext.sighting(subject, findings, now),
                        SubjectContext.inherited(subject, verdict.conclusion()),
                        SubjectContext.gap(subject)));
    }

    private void lookAtAdmission(WorkKey key) {
        Optional<AdmissionObject> object = stages.observatory().admission(key);
        Optional<String> live = object.map(AdmissionObject::content);
        Optional<String> approved =
                store.write(remembered -> AdmissionBaseline.approved(remembered, key, live));
        if (approved.isEmpty()) {
            return;
        }
        List<Finding> findings =
                new ArrayList<>(AdmissionConfigurationCheck.findings(approved.get(), live));
        findings.addAll(stages.certificates().findings(key, object));
        String uid = AdmissionBaseline.reference(key).uid();
        conclude(
                store.read(remembered -> {
                    int episode = remembered.incidents().resolvedCount(uid);
                    List<String> ids = findings.stream().map(f -> f.id(uid, episode)).toList();
                    return new Case(
                            AdmissionBaseline.verdict(key, ids, clock.instant()),
                            findings,
                            before(remembered, uid),
                            AdmissionBaseline.context(),
                            Memory.none());
                }));
    }

    private void conclude(Case found) {
        Optional<IncidentChange> change = Optional.empty();
        Optional<ResponsePlan> plan = Optional.empty();
        if (found.hasNews()) {
            Judgement judgement = judge(found);
            change = incident(found, judgement);
            plan = change.flatMap(c -> plan(found, c));
        }
        RecordKeeper.Result result =
                new RecordKeeper.Result(
                        found.verdict(), records(found), change, plan, found.memory());
        List<FindingRecord> fresh =
                store.write(transaction -> stages.keeper().keep(transaction, result));
        meters.found(fresh);
        meters.concluded(found.verdict());
    }

    private Judgement judge(Case found) {
        return stages.judge()
                .judge(
                        found.workload(),
                        found.context().provenance().runtimePolicy(),
                        found.context().namespaceLabels(),
                        found.findings(),
                        found.verdict().coverage());
    }

    private Optional<IncidentChange> incident(Case found, Judgement judgement) {
        List<IncidentEntry> entries = new ArrayList<>();
        for (int i = 0; i < found.findings().size(); i++) {
            Finding finding = found.findings().get(i);
            entries.add(
                    new IncidentEntry(
                            found.findingIds().get(i),
                            finding.reason(),
                            judgement.severity(),
                            finding.message(),
                            finding.difference(),
                            found.verdict().time()));
        }
        return stages.book()
                .change(
                        found.workload(),
                        found.before().open(),
                        entries,
                        judgement,
                        found.context().provenance());
    }

    private Optional<ResponsePlan> plan(Case found, IncidentChange change) {
        Incident incident =
                found.before().open().stream()
                        .filter(i -> i.incidentId().equals(change.incidentId()))
                        .findFirst()
                        .map(change::added)
                        .orElseGet(change::opened);
        return stages.planner()
                .plan(
                        incident,
                        found.context().ownerKind(),
                        found.context().namespaceLabels(),
                        clock.instant());
    }

    private void close(String uid) {
        store.write(transaction -> {
            stages.keeper().close(transaction, uid);
            return uid;
        });
        meters.gone(uid);
    }

    private static Case.Before before(Transaction remembered, String uid) {
        Optional<Verdict> last = remembered.verdicts().of(uid);
        return new Case.Before(last, remembered.incidents().openOf(uid));
    }

    private static List<FindingRecord> records(Case found) {
        List<FindingRecord> records = new ArrayList<>();
        for (int i = 0; i < found.findings().size(); i++) {
            Finding finding = found.findings().get(i);
            records.add(
                    new FindingRecord(
                            found.findingIds().get(i),
                            found.verdict().time(),
                            finding.reason().wire(),
                            finding.message(),
                            found.workload(),
                            finding.evidence(),
                            finding.difference()));
        }
        return records;
    }
}
