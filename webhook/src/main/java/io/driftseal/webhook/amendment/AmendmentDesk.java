package io.driftseal.webhook.amendment;

import io.driftseal.decision.Door;
import io.driftseal.evidence.AmendmentRecord;
import io.driftseal.evidence.WorkloadReference;
import io.driftseal.stamp.AmendedForm;
import io.driftseal.stamp.AmendedPod;
import io.driftseal.stamp.AmendmentChain;
import io.driftseal.stamp.AmendmentDecision;
import io.driftseal.stamp.AmendmentIssuer;
import io.driftseal.stamp.AmendmentStatement;
import io.driftseal.stamp.StampNotIssuedException;
import io.driftseal.webhook.access.DoorAnswer;
import io.driftseal.webhook.stamping.Candidate;
import io.driftseal.workload.CanonicalForm;
import io.driftseal.workload.Difference;
import io.driftseal.workload.Workload;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the amendment of an approved change, has it signed, and has it kept. */
public final class AmendmentDesk {
    private static final Logger LOG = LoggerFactory.getLogger(AmendmentDesk.class);
    private static final int SENTENCES = 16;

    private final AmendmentIssuer issuer;
    private final AmendmentJournal journal;
    private final InstantSource clock;

    public AmendmentDesk(AmendmentIssuer issuer, AmendmentJournal journal, InstantSource clock) {
        this.issuer = issuer;
        this.journal = journal;
        this.clock = clock;
    }

    /**
     * Why the change cannot be approved after all; empty if its amendment is on disk.
     *
     * @param runtimePolicy of the pod's stamp, empty if it has none
     */
    Optional<String> issue(
            Candidate candidate,
            Workload before,
            Door door,
            DoorAnswer.Open open,
            String runtimePolicy) {
        Instant now = clock.instant();
        CanonicalForm old = CanonicalForm.of(before);
        Workload pod = candidate.incoming();
        String requester = candidate.request().requester().username();
        try {
            var statement =
                    new AmendmentStatement(
                            AmendedPod.of(pod),
                            new AmendedForm(
                                    old.hash(),
                                    candidate.hash(),
                                    candidate.form().version(),
                                    AmendmentChain.generation(pod)),
                            door.wireName(),
                            new AmendmentDecision(
                                    open.reference().decisionId(),
                                    runtimePolicy,
                                    open.reference().bundleRevision(),
                                    requester,
                                    Optional.of(open.grant()).filter(id -> !id.isEmpty())),
                            now);
            var record =
                    new AmendmentRecord(
                            AmendmentRecord.idOf(open.reference().decisionId()),
                            now,
                            new WorkloadReference(
                                    pod.kind().kind(),
                                    pod.namespace(),
                                    pod.name().orElse(""),
                                    pod.uid().orElse("")),
                            door.wireName(),
                            open.reference().decisionId(),
                            requester,
                            open.grant(),
                            Difference.between(old.redacted(), candidate.form().redacted())
                                    .sentences(SENTENCES),
                            issuer.issue(statement));
            return journal.keep(record)
                    ? Optional.empty()
                    : Optional.of("the amendment cannot be kept now; try again later");
        } catch (StampNotIssuedException | IllegalArgumentException e) {
            LOG.atError()
                    .addKeyValue("decisionId", open.reference().decisionId())
                    .addKeyValue("reason", e.getMessage())
                    .log("amendment cannot be issued");
            return Optional.of("the amendment cannot be issued");
        }
    }
}
