package io.driftseal.webhook.access;

import io.driftseal.decision.DecisionReference;
import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.DecisionRecord.Outcome;
import io.driftseal.evidence.DecisionRecord.Point;
import io.driftseal.evidence.DoorUse;
import io.driftseal.evidence.ReasonEntry;
import io.driftseal.evidence.WorkloadReference;
import io.driftseal.webhook.review.DecisionJournal;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Records of door reviews; nothing is kept of a dry run. */
public final class AccessRecords {
    private final DecisionJournal journal;
    private final InstantSource clock;

    public AccessRecords(DecisionJournal journal, InstantSource clock) {
        this.journal = journal;
        this.clock = clock;
    }

    void record(
            Visit visit, DecisionReference reference, Outcome outcome, List<ReasonEntry> reasons) {
        if (visit.request().dryRun()) {
            return;
        }
        journal.record(
                new DecisionRecord(
                        reference.decisionId(),
                        clock.instant(),
                        Point.ACCESS,
                        visit.request().operation().name(),
                        new WorkloadReference(
                                "Pod",
                                visit.namespace().name(),
                                visit.pod().name(),
                                visit.pod().uid()),
                        visit.namespace().mode().wireName(),
                        outcome,
                        visit.request().requester().username(),
                        "",
                        "",
                        Optional.empty(),
                        visit.pod().runtimePolicy(),
                        reference.bundleRevision(),
                        reference.inputDigest(),
                        reasons,
                        Optional.of(
                                new DoorUse(
                                        visit.session().door().wireName(),
                                        visit.session().container(),
                                        RedactedCommand.of(visit.session().command())))));
    }
}
