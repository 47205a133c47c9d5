package io.driftseal.webhook.stamping;

import io.driftseal.decision.Mode;
import io.driftseal.decision.NamespaceFacts;
import io.driftseal.evidence.DecisionRecord;
import io.driftseal.stamp.StampAnnotations;
import io.driftseal.stamp.Verification;
import io.driftseal.webhook.review.AdmissionOperation;
import io.driftseal.webhook.review.AdmissionOutcome;
import io.driftseal.webhook.review.AdmissionRequest;
import io.driftseal.webhook.review.AdmissionReviewer;
import io.driftseal.webhook.review.DecisionJournal;
import io.driftseal.webhook.review.MalformedReviewException;
import io.driftseal.webhook.review.NamespaceDirectory;
import io.driftseal.webhook.review.Notes;
import io.driftseal.webhook.review.PatchOperation;
import io.driftseal.webhook.review.ReviewMetrics;
import io.driftseal.webhook.review.Scope;
import io.driftseal.workload.OwnerReference;
import io.driftseal.workload.Workload;
import io.driftseal.workload.WorkloadKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The mutating review. Order of decisions: ours at all, always passing, namespace and mode, already
 * stamped a moment ago, child or root, our metadata.
 */
public final class StampReview implements AdmissionReviewer {
    private final Scope scope;
    private final NamespaceDirectory namespaces;
    private final Stamping stamping;
    private final DecisionJournal journal;
    private final ReviewMetrics metrics;

    public StampReview(
            Scope scope,
            NamespaceDirectory namespaces,
            Stamping stamping,
            DecisionJournal journal,
            ReviewMetrics metrics) {
        this.scope = scope;
        this.namespaces = namespaces;
        this.stamping = stamping;
        this.journal = journal;
        this.metrics = metrics;
    }

    @Override
    public AdmissionOutcome review(AdmissionRequest request) throws MalformedReviewException {
        Optional<WorkloadKind> kind = scope.kind(request.resource());
        if (kind.isEmpty() || !concerns(request)) {
            return new AdmissionOutcome.Passed();
        }
        Optional<NamespaceFacts> namespace = namespaces.find(request.namespace());
        if (namespace.isEmpty()) {
            return new AdmissionOutcome.Unanswered(503, "the namespace cannot be read");
        }
        Candidate candidate = Candidate.of(request, kind.get(), namespace.get());
        if (candidate.isTerminating()
                || Scope.ownMirror(candidate.incoming(), request.requester())) {
            return new AdmissionOutcome.Passed();
        }
        Ruling ruling = rule(candidate);
        remember(candidate, ruling);
        return answer(candidate, ruling);
    }

    private boolean concerns(AdmissionRequest request) {
        boolean writes =
                request.operation() == AdmissionOperation.CREATE
                        || request.operation() == AdmissionOperation.UPDATE;
        return writes
                && request.resource().subResource().isEmpty()
                && !scope.exempt(request.namespace());
    }

    /** Asks and reads; changes and remembers nothing. */
    Ruling rule(Candidate candidate) {
        boolean podUpdate = candidate.kind().isPod() && candidate.old().isPresent();
        if (podUpdate) {
            return new Ruling.Kept();
        }
        return candidate.formChanged() ? decided(candidate) : renewed(candidate);
    }

    /**
     * An unchanged form keeps its stamp byte for byte. Where there is none that could admit
     * children, or its key was taken away, it is decided now: nothing else ever would, and in
     * enforce its pods could not be replaced. It passes whatever comes of that. A form that is not
     * the stamped one, or a forged stamp, stays as it is: that is for the scanner to find.
     */
    private Ruling renewed(Candidate candidate) {
        boolean due =
                switch (stamping.verifier()
                        .verifyAsParent(
                                candidate.storedStamp(), candidate.incoming(), candidate.form())) {
                    case Verification.Missing _,
                            Verification.ExpiredAsParent _,
                            Verification.UnknownKey _ ->
                            true;
                    // A ReplicaSet that another Deployment has adopted, or that its own has left.
                    case Verification.WrongSubject _ ->
                            stamping.ownership().claimedParent(candidate.incoming()).isPresent()
                                    || isReleased(candidate);
                    case Verification.Verified _,
                            Verification.Malformed _,
                            Verification.BadSignature _,
                            Verification.HashMismatch _ ->
                            false;
                };
        Ruling ruling = due ? decided(candidate) : new Ruling.Kept();
        return switch (ruling) {
            case Ruling.Stamped _, Ruling.AlreadyStamped _ -> ruling;
            case Ruling.Kept _, Ruling.Unstamped _, Ruling.Refused _ -> new Ruling.Kept();
        };
    }

    /**
     * A child with a true stamp whose owner has just been deleted around it is a root from now on;
     * nobody else would ever decide about it, and in enforce it could make no pods.
     */
    private boolean isReleased(Candidate candidate) {
        Optional<Workload> before = candidate.old();
        return before.isPresent()
                && stamping.ownership().claimedParent(candidate.incoming()).isEmpty()
                && stamping.ownership().claimedParent(before.get()).isPresent()
                && stamping.verifier().verify(candidate.storedStamp(), before.get())
                        instanceof Verification.Verified;
    }

    private Ruling decided(Candidate candidate) {
        Optional<Ruling> already = alreadyStamped(candidate);
        if (already.isPresent()) {
            return already.get();
        }
        Ownership ownership = stamping.ownership();
        Optional<OwnerReference> parent = ownership.claimedParent(candidate.incoming());
        if (parent.isEmpty()) {
            return stamping.roots().rule(candidate);
        }
        boolean edited =
                candidate.old().isPresent()
                        && !ownership.isController(parent.get(), candidate.request().requester());
        // A ReplicaSet changed behind its controller's back keeps its stamp, which no longer holds.
        return edited ? new Ruling.Kept() : stamping.children().rule(candidate, parent.get());
    }

    private Optional<Ruling> alreadyStamped(Candidate candidate) {
        Optional<String> incoming = StampAnnotations.own(candidate.incoming());
        String requester = candidate.request().requester().username();
        if (incoming.isEmpty() || !stamping.recent().justIssued(incoming.get(), requester)) {
            return Optional.empty();
        }
        if (!(stamping.verifier().verify(incoming, candidate.incoming(), candidate.form())
                instanceof Verification.Verified(var statement))) {
            return Optional.empty();
        }
        // A rollout undo brings back a true stamp of this object, but not one for this change.
        return stamping.desk().isForRequest(candidate, statement)
                ? Optional.of(new Ruling.AlreadyStamped(incoming.get(), statement.runtimePolicy()))
                : Optional.empty();
    }

    /** Dry runs leave no trace: no record, nothing remembered, no stamp counted. */
    private void remember(Candidate candidate, Ruling ruling) {
        if (candidate.request().dryRun()) {
            return;
        }
        switch (ruling) {
            case Ruling.Kept(), Ruling.AlreadyStamped _ -> {}
            case Ruling.Stamped stamped -> {
                stamping.recent()
                        .issued(stamped.annotation(), candidate.request().requester().username());
                journal.record(stamped.decision());
                String origin =
                        stamping.ownership().claimedParent(candidate.incoming()).isPresent()
                                ? "child"
                                : "root";
                metrics.stampIssued(candidate.kind(), origin);
            }
            case Ruling.Unstamped unstamped -> {
                stamping.recent().unstamped(candidate, unstamped.decision());
                journal.record(unstamped.decision());
                metrics.stampRefused(candidate.kind(), unstamped.reason().code());
            }
            case Ruling.Refused refused -> {
                journal.record(refused.decision());
                metrics.stampRefused(candidate.kind(), UnstampedReason.POLICY.code());
            }
        }
    }

    private AdmissionOutcome answer(Candidate candidate, Ruling ruling) {
        return switch (ruling) {
            case Ruling.Kept() -> patched(candidate, Optional.empty(), Notes.none());
            case Ruling.AlreadyStamped(String annotation, String policy) ->
                    patched(candidate, Optional.of(new NewStamp(annotation, policy)), Notes.none());
            case Ruling.Stamped(
                            String annotation,
                            DecisionRecord decision,
                            List<String> warnings) ->
                    patched(
                            candidate,
                            Optional.of(new NewStamp(annotation, decision.runtimePolicy())),
                            notes(candidate, decision, warnings));
            case Ruling.Unstamped(_, String explanation, DecisionRecord decision) ->
                    patched(
                            candidate,
                            Optional.empty(),
                            notes(
                                    candidate,
                                    decision,
                                    List.of("driftseal would refuse this: " + explanation)));
            case Ruling.Refused(String message, DecisionRecord decision) ->
                    new AdmissionOutcome.Refused(
                            message + " (decision " + decision.decisionId() + ")",
                            notes(candidate, decision, List.of()));
        };
    }

    private AdmissionOutcome patched(Candidate candidate, Optional<NewStamp> stamp, Notes notes) {
        OwnMetadata wanted = MetadataRule.wanted(candidate, stamp, stamping.ownership());
        List<PatchOperation> patch = wanted.patchOf(candidate.incoming());
        return patch.isEmpty()
                ? new AdmissionOutcome.Admitted(notes)
                : new AdmissionOutcome.Patched(patch, notes);
    }

    /** Observe is silent to the requester; the audit log hears of it in every mode. */
    private static Notes notes(
            Candidate candidate, DecisionRecord decision, List<String> warnings) {
        Map<String, String> audit = new LinkedHashMap<>();
        audit.put("decision-id", decision.decisionId());
        audit.put("configuration-hash", decision.configurationHash());
        if (!decision.bundleRevision().isEmpty()) {
            audit.put("bundle-revision", decision.bundleRevision());
        }
        Notes notes = Notes.audited(audit);
        return candidate.namespace().mode() == Mode.OBSERVE ? notes : notes.warning(warnings);
    }
}
