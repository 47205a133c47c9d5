package io.driftseal.webhook.issuing;

import io.driftseal.decision.AccessTarget;
import io.driftseal.decision.DecisionReference;
import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.DecisionRecord.Outcome;
import io.driftseal.evidence.DecisionRecord.Point;
import io.driftseal.evidence.DoorUse;
import io.driftseal.evidence.ReasonEntry;
import io.driftseal.evidence.WorkloadReference;
import io.driftseal.webhook.access.RedactedCommand;
import io.driftseal.webhook.review.DecisionJournal;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Records of requests for grants, issued or not; nothing is kept of a dry run. */
public final class GrantRecords {
    private final DecisionJournal journal;
    private final InstantSource clock;

    public GrantRecords(DecisionJournal journal, InstantSource clock) {
        this.journal = journal;
        this.clock = clock;
    }

    void record(
            GrantReview.Asking asking,
            GrantRequest asked,
            DecisionReference reference,
            Outcome outcome,
            List<ReasonEntry> reasons) {
        if (asking.request().dryRun()) {
            return;
        }
        AccessTarget target = asking.target();
        journal.record(
                new DecisionRecord(
                        reference.decisionId(),
                        clock.instant(),
                        Point.GRANT,
                        asking.request().operation().name(),
                        new WorkloadReference(
                                target.kind(),
                                asking.namespace().name(),
                                target.name(),
                                target.uid()),
                        asking.namespace().mode().wireName(),
                        outcome,
                        asking.request().requester().username(),
                        "",
                        "",
                        Optional.empty(),
                        "",
                        reference.bundleRevision(),
                        reference.inputDigest(),
                        reasons,
                        Optional.of(
                                new DoorUse(
                                        asked.door().wireName(),
                                        asked.container(),
                                        RedactedCommand.of(asked.command().arguments()),
                                        words(asked),
                                        outcome == Outcome.ADMITTED
                                                ? reference.decisionId()
                                                : ""))));
    }

    private static String words(GrantRequest asked) {
        return "for "
                + asked.user()
                + ", "
                + asked.lifetimeSeconds()
                + " s, "
                + asked.uses()
                + (asked.uses() == 1 ? " use" : " uses")
                + (asked.image().isEmpty() ? "" : ", image " + asked.image())
                + (asked.port().isEmpty() ? "" : ", port " + asked.port())
                + ", because: "
                + asked.reason();
    }
}
