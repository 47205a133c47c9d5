package io.driftseal.webhook.stamping;

import io.driftseal.decision.ApprovalFacts;
import io.driftseal.decision.DecisionReference;
import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.DecisionRecord.Outcome;
import io.driftseal.evidence.ReasonEntry;
import io.driftseal.kubernetes.facts.InformedDerivation;
import io.driftseal.stamp.ParentLink;
import io.driftseal.stamp.StampAnnotations;
import io.driftseal.stamp.StampNotIssuedException;
import io.driftseal.stamp.StampStatement;
import io.driftseal.stamp.Verification;
import io.driftseal.workload.Derived;
import io.driftseal.workload.Difference;
import io.driftseal.workload.FieldChange;
import io.driftseal.workload.OwnerReference;
import io.driftseal.workload.Workload;
import io.driftseal.workload.WorkloadKind;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A child: stamped under its owner's stamp if its owner's controller made it, the owner exists by
 * uid and is stamped, and the child is what the owner's template makes. Policy is not asked again:
 * it approved the template.
 */
final class ChildStamping {
    /** Enough to see what is wrong; a message is read by a person. */
    private static final int SENTENCES = 3;

    private static final int FIELDS = 32;

    private final Ownership ownership;
    private final OwnerDirectory owners;
    private final OlderTemplates olderTemplates;
    private final InformedDerivation derivation;
    private final StampDesk desk;
    private final StampRecords records;
    private final Supplier<String> decisionIds;

    /**
     * What is read of the cluster to judge a child.
     *
     * @param owners by uid
     * @param olderTemplates those that controllers still make children from
     * @param derivation with the facts of the cluster
     */
    record Lookups(
            OwnerDirectory owners, OlderTemplates olderTemplates, InformedDerivation derivation) {}

    ChildStamping(
            Ownership ownership,
            Lookups lookups,
            StampDesk desk,
            StampRecords records,
            Supplier<String> decisionIds) {
        this.ownership = ownership;
        this.owners = lookups.owners();
        this.olderTemplates = lookups.olderTemplates();
        this.derivation = lookups.derivation();
        this.desk = desk;
        this.records = records;
        this.decisionIds = decisionIds;
    }

    Ruling rule(Candidate candidate, OwnerReference claimed) {
        if (!ownership.isController(claimed, candidate.request().requester())) {
            return refused(
                    candidate,
                    UnstampedReason.NOT_FROM_CONTROLLER,
                    "it claims to be made by "
                            + claimed.kind()
                            + " "
                            + claimed.name()
                            + ", whose controller did not make it; remove ownerReferences");
        }
        WorkloadKind kind = ownership.kinds().of(claimed).orElseThrow();
        String label = claimed.kind() + " " + claimed.name();
        return switch (owners.find(candidate.incoming().namespace(), claimed, kind)) {
            case OwnerDirectory.Found(Workload owner) -> under(candidate, owner, label);
            case OwnerDirectory.Absent() ->
                    refused(
                            candidate,
                            UnstampedReason.OWNER_NOT_FOUND,
                            label + " with uid " + claimed.uid() + " does not exist");
            case OwnerDirectory.Recreated(String liveUid) ->
                    refused(
                            candidate,
                            UnstampedReason.OWNER_RECREATED,
                            label
                                    + " has uid "
                                    + liveUid
                                    + ", not "
                                    + claimed.uid()
                                    + ": it was deleted and made again, or it never was its owner");
            case OwnerDirectory.Unreadable(String reason) ->
                    undecided(
                            candidate,
                            UnstampedReason.OWNER_UNREADABLE,
                            label + " could not be read",
                            reason);
        };
    }

    private Ruling under(Candidate candidate, Workload owner, String label) {
        Optional<String> annotation = StampAnnotations.own(owner);
        return switch (desk.verifier().verifyAsParent(annotation, owner)) {
            case Verification.Verified(StampStatement statement) ->
                    derived(
                            candidate,
                            new OlderTemplates.Approved(
                                    owner, statement, annotation.orElseThrow()));
            case Verification.Missing() ->
                    // An owner from before the installation: nobody said no to it.
                    undecided(
                            candidate,
                            UnstampedReason.OWNER_NOT_STAMPED,
                            label + " carries no stamp; annotate its root to have it decided",
                            "");
            case Verification.ExpiredAsParent _ ->
                    refused(
                            candidate,
                            UnstampedReason.OWNER_STAMP_EXPIRED,
                            "the stamp of " + label + " is too old; annotate its root to renew it");
            case Verification.HashMismatch _ ->
                    refused(
                            candidate,
                            UnstampedReason.OWNER_EDITED,
                            label
                                    + " was changed behind admission and is not what its stamp"
                                    + " approved; apply it again, or undo the change");
            case Verification.Malformed _,
                    Verification.UnknownKey _,
                    Verification.BadSignature _,
                    Verification.WrongSubject _ ->
                    refused(
                            candidate,
                            UnstampedReason.OWNER_STAMP_INVALID,
                            "the stamp of "
                                    + label
                                    + " does not hold; restart the rollout of its root");
        };
    }

    /** Whoever approved the template approved what comes of it. */
    private static ApprovalFacts approval(StampStatement owner) {
        return owner.approver().isEmpty()
                ? new ApprovalFacts.None()
                : new ApprovalFacts.Verified(owner.approver());
    }

    /**
     * Held against the newest template, then against an older one that was approved: a child is
     * what it was made from, and its stamp names the decision that approved that.
     */
    private Ruling derived(Candidate candidate, OlderTemplates.Approved newest) {
        return switch (derivation.of(newest.owner(), candidate.incoming())) {
            case Derived.Explained _ -> stamped(candidate, newest);
            case Derived.Unexplained(Difference difference, boolean _) ->
                    olderTemplates
                            .of(newest.owner(), candidate.incoming())
                            .filter(then -> explains(then, candidate))
                            .map(then -> stamped(candidate, then))
                            .orElseGet(() -> notDerived(candidate, difference));
            case Derived.Undecided(Difference difference, List<String> causes) ->
                    undecided(
                            candidate,
                            UnstampedReason.FACTS_UNKNOWN,
                            "what the cluster gives its pods is not known: " + causes.getFirst(),
                            String.join("; ", difference.sentences(SENTENCES)));
        };
    }

    private boolean explains(OlderTemplates.Approved then, Candidate candidate) {
        return derivation.of(then.owner(), candidate.incoming()) instanceof Derived.Explained;
    }

    private Ruling stamped(Candidate child, OlderTemplates.Approved owner) {
        StampStatement ownerStatement = owner.statement();
        Candidate candidate = child.with(approval(ownerStatement));
        var reference =
                new DecisionReference(decisionIds.get(), "", ownerStatement.policyRevision());
        var approval =
                new StampDesk.Approval(
                        reference.decisionId(),
                        ownerStatement.runtimePolicy(),
                        ownerStatement.policyRevision());
        try {
            ParentLink parent = ParentLink.to(owner.owner(), ownerStatement, owner.annotation());
            String annotation = desk.issue(candidate, approval, Optional.of(parent));
            DecisionRecord record =
                    records.of(
                            candidate,
                            reference,
                            Outcome.ADMITTED,
                            ownerStatement.runtimePolicy(),
                            List.of());
            return new Ruling.Stamped(annotation, record, List.of());
        } catch (StampNotIssuedException | IllegalArgumentException e) {
            return undecided(
                    candidate,
                    UnstampedReason.NOT_ISSUED,
                    "the stamp cannot be issued",
                    String.valueOf(e.getMessage()));
        }
    }

    private Ruling notDerived(Candidate candidate, Difference unexplained) {
        List<ReasonEntry> reasons =
                unexplained.changes().stream().limit(FIELDS).map(ChildStamping::entry).toList();
        return new Ruling.Unstamped(
                UnstampedReason.NOT_DERIVED,
                "it is not what its owner's template makes: "
                        + String.join("; ", unexplained.sentences(SENTENCES)),
                records.of(candidate, reference(), Outcome.WOULD_REFUSE, "", reasons));
    }

    private static ReasonEntry entry(FieldChange change) {
        return new ReasonEntry(
                UnstampedReason.NOT_DERIVED.code(), change.sentence(), change.path());
    }

    private Ruling refused(Candidate candidate, UnstampedReason reason, String explanation) {
        return unstamped(candidate, reason, Outcome.WOULD_REFUSE, explanation, "");
    }

    private Ruling undecided(
            Candidate candidate, UnstampedReason reason, String explanation, String detail) {
        return unstamped(candidate, reason, Outcome.UNDECIDED, explanation, detail);
    }

    private Ruling unstamped(
            Candidate candidate,
            UnstampedReason reason,
            Outcome outcome,
            String explanation,
            String detail) {
        return new Ruling.Unstamped(
                reason,
                explanation,
                records.of(
                        candidate,
                        reference(),
                        outcome,
                        "",
                        List.of(new ReasonEntry(reason.code(), explanation, detail))));
    }

    private DecisionReference reference() {
        return new DecisionReference(decisionIds.get(), "", "");
    }
}
