package io.driftseal.webhook.stamping;

import io.driftseal.decision.ApprovalFacts;
import io.driftseal.stamp.ApprovalVerification;
import io.driftseal.stamp.ApprovalVerifier;
import io.driftseal.stamp.Approvals;
import io.driftseal.stamp.ApproverRing;
import io.driftseal.stamp.StampStatement;
import io.driftseal.stamp.StampVerifier;
import io.driftseal.stamp.Verification;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** What is known of an approval of a root: what it carries, or what its stamp already says. */
public final class ApprovalDesk {
    private final Supplier<Optional<ApproverRing>> approvers;
    private final StampVerifier stamps;
    private final InstantSource clock;

    /**
     * @param approvers as they are listed now; empty where none is configured
     */
    public ApprovalDesk(
            Supplier<Optional<ApproverRing>> approvers, StampVerifier stamps, InstantSource clock) {
        this.approvers = approvers;
        this.stamps = stamps;
        this.clock = clock;
    }

    ApprovalFacts facts(Candidate candidate) {
        Optional<String> carried = Approvals.own(candidate.incoming());
        if (carried.equals(Optional.of(Approvals.REQUESTED)) && candidate.request().dryRun()) {
            return new ApprovalFacts.Requested();
        }
        ApprovalFacts said =
                carried.map(text -> verified(candidate, text)).orElse(new ApprovalFacts.None());
        return said instanceof ApprovalFacts.Verified ? said : stamped(candidate).orElse(said);
    }

    private ApprovalFacts verified(Candidate candidate, String text) {
        Optional<ApproverRing> listed = approvers.get();
        if (listed.isEmpty()) {
            return new ApprovalFacts.Refused("this installation lists no approvers");
        }
        return switch (new ApprovalVerifier(listed.get(), clock)
                .verify(text, candidate.incoming(), candidate.form())) {
            case ApprovalVerification.Approved(var statement) ->
                    new ApprovalFacts.Verified(statement.approver());
            case ApprovalVerification.NotApproved(String reason) ->
                    new ApprovalFacts.Refused(reason);
        };
    }

    /**
     * A form that was approved stays approved when its stamp is renewed: the approval was for the
     * change, and nothing changed.
     */
    private Optional<ApprovalFacts> stamped(Candidate candidate) {
        if (candidate.formChanged()) {
            return Optional.empty();
        }
        Verification stored =
                stamps.verifyAsParent(candidate.storedStamp(), candidate.old().orElseThrow());
        return stored instanceof Verification.ExpiredAsParent(StampStatement statement)
                        && !statement.approver().isEmpty()
                ? Optional.of(new ApprovalFacts.Verified(statement.approver()))
                : Optional.empty();
    }
}
