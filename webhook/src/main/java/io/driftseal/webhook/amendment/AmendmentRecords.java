package io.driftseal.webhook.amendment;

import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.DecisionRecord.Outcome;
import io.driftseal.evidence.DecisionRecord.Point;
import io.driftseal.evidence.DoorUse;
import io.driftseal.evidence.ReasonEntry;
import io.driftseal.evidence.WorkloadReference;
import io.driftseal.webhook.access.DoorAnswer;
import io.driftseal.webhook.access.RedactedCommand;
import io.driftseal.webhook.review.DecisionJournal;
import io.driftseal.webhook.stamping.Candidate;
import io.driftseal.workload.Workload;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Records of decisions about later changes; nothing is kept of a dry run. */
public final class AmendmentRecords {
    private final DecisionJournal journal;
    private final InstantSource clock;

    public AmendmentRecords(DecisionJournal journal, InstantSource clock) {
        this.journal = journal;
        this.clock = clock;
    }

    void record(Knock knock, DoorAnswer answer, Outcome outcome, List<ReasonEntry> reasons) {
        Candidate candidate = knock.candidate();
        if (candidate.request().dryRun()) {
            return;
        }
        Workload pod = candidate.incoming();
        journal.record(
                new DecisionRecord(
                        answer.reference().decisionId(),
                        clock.instant(),
                        Point.ACCESS,
                        candidate.request().operation().name(),
                        new WorkloadReference(
                                pod.kind().kind(),
                                pod.namespace(),
                                pod.name().orElse(""),
                                pod.uid().orElse("")),
                        candidate.namespace().mode().wireName(),
                        outcome,
                        candidate.request().requester().username(),
                        "",
                        candidate.hash().hex(),
                        Optional.empty(),
                        knock.runtimePolicy(),
                        answer.reference().bundleRevision(),
                        answer.reference().inputDigest(),
                        reasons,
                        Optional.of(
                                new DoorUse(
                                        knock.session().door().wireName(),
                                        knock.session().container(),
                                        RedactedCommand.of(knock.session().command()),
                                        "",
                                        grant(answer)))));
    }

    private static String grant(DoorAnswer answer) {
        return switch (answer) {
            case DoorAnswer.Open open -> open.grant();
            case DoorAnswer.Shut _, DoorAnswer.Undecided _ -> "";
        };
    }
}
