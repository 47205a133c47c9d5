package io.driftseal.webhook.verification;

import io.driftseal.decision.Mode;
import io.driftseal.decision.NamespaceFacts;
import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.DecisionRecord.Outcome;
import io.driftseal.evidence.DecisionRecord.Point;
import io.driftseal.evidence.ReasonEntry;
import io.driftseal.evidence.WorkloadReference;
import io.driftseal.stamp.StampAnnotations;
import io.driftseal.webhook.amendment.AmendmentReview;
import io.driftseal.webhook.review.AdmissionOperation;
import io.driftseal.webhook.review.AdmissionOutcome;
import io.driftseal.webhook.review.AdmissionRequest;
import io.driftseal.webhook.review.AdmissionReviewer;
import io.driftseal.webhook.review.DecisionJournal;
import io.driftseal.webhook.review.MalformedReviewException;
import io.driftseal.webhook.review.NamespaceDirectory;
import io.driftseal.webhook.review.Notes;
import io.driftseal.webhook.review.ReviewMetrics;
import io.driftseal.webhook.review.Scope;
import io.driftseal.webhook.stamping.Candidate;
import io.driftseal.webhook.stamping.MetadataRule;
import io.driftseal.webhook.stamping.Ownership;
import io.driftseal.webhook.stamping.Stamping;
import io.driftseal.webhook.stamping.UnstampedReason;
import io.driftseal.workload.WorkloadKind;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The validating review. It sees the final object with name and uid; in enforce it is the one that
 * refuses. A change that touches neither form nor our metadata always passes.
 */
public final class VerifyReview implements AdmissionReviewer {
    /** Sub-resources whose request carries the whole pod and changes its form. */
    private static final Set<String> FORM_CHANGING = Set.of("", "ephemeralcontainers", "resize");

    private final Scope scope;
    private final NamespaceDirectory namespaces;
    private final Stamping stamping;
    private final AmendmentReview amendments;
    private final Trace trace;

    public VerifyReview(
            Scope scope,
            NamespaceDirectory namespaces,
            Stamping stamping,
            AmendmentReview amendments,
            Trace trace) {
        this.scope = scope;
        this.namespaces = namespaces;
        this.stamping = stamping;
        this.amendments = amendments;
        this.trace = trace;
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
        Candidate candidate;
        try {
            candidate = Candidate.of(request, kind.get(), namespace.get());
        } catch (MalformedReviewException e) {
            return e.answer(namespace.get().mode());
        }
        if (candidate.isTerminating()) {
            return new AdmissionOutcome.Passed();
        }
        if (Scope.ownMirror(candidate.incoming(), request.requester())) {
            return mirror(candidate);
        }
        Ownership ownership = stamping.ownership();
        if (!candidate.formChanged()) {
            return MetadataRule.holds(candidate, ownership)
                    ? new AdmissionOutcome.Passed()
                    : judged(candidate, renewedOrEdited(candidate));
        }
        return amendments
                .review(candidate)
                .orElseGet(
                        () -> judged(candidate, new StampInspection(stamping).inspect(candidate)));
    }

    private boolean concerns(AdmissionRequest request) {
        boolean writes =
                request.operation() == AdmissionOperation.CREATE
                        || request.operation() == AdmissionOperation.UPDATE;
        return writes
                && FORM_CHANGING.contains(request.resource().subResource())
                && !scope.exempt(request.namespace());
    }

    /**
     * Our metadata changed though the form did not: by a stamp of ours for this request, or not.
     */
    private Finding renewedOrEdited(Candidate candidate) {
        if (!MetadataRule.holdsRenewed(candidate, stamping.ownership())) {
            return editedMetadata();
        }
        Finding finding = new StampInspection(stamping).inspect(candidate);
        return finding.holds() ? finding : editedMetadata();
    }

    private static Finding editedMetadata() {
        String explanation =
                "stamp annotations and the runtime policy label are written by driftseal only;"
                        + " leave them as they are";
        return new Finding(
                "metadata-edited",
                Outcome.WOULD_REFUSE,
                Optional.empty(),
                "",
                explanation,
                List.of(new ReasonEntry("metadata-edited", explanation, "metadata")));
    }

    /** Never blocked, and never called clean: nobody can decide about a static pod. */
    private AdmissionOutcome mirror(Candidate candidate) {
        if (candidate.old().isEmpty()) {
            String code = UnstampedReason.MIRROR_POD.code();
            record(
                    candidate,
                    new Finding(
                            code,
                            Outcome.UNDECIDED,
                            Optional.empty(),
                            "",
                            "",
                            List.of(
                                    new ReasonEntry(
                                            code, "it mirrors a static pod of its node", ""))),
                    Outcome.UNDECIDED);
        }
        return new AdmissionOutcome.Passed();
    }

    private AdmissionOutcome judged(Candidate candidate, Finding finding) {
        Mode mode = candidate.namespace().mode();
        boolean refuses = !finding.holds() && mode == Mode.ENFORCE;
        DecisionRecord decision =
                record(candidate, finding, refuses ? Outcome.REFUSED : finding.outcome());
        if (!candidate.request().dryRun()) {
            trace.metrics().verification(candidate.kind(), finding.word());
            StampAnnotations.own(candidate.incoming()).ifPresent(stamping.recent()::tied);
        }
        Notes notes = Notes.audited(audit(candidate, decision));
        if (finding.holds()) {
            return new AdmissionOutcome.Admitted(notes);
        }
        return switch (mode) {
            case ENFORCE ->
                    new AdmissionOutcome.Refused(
                            finding.explanation() + " (decision " + decision.decisionId() + ")",
                            notes);
            case WARN ->
                    new AdmissionOutcome.Admitted(
                            notes.warning(
                                    List.of(
                                            "driftseal would refuse this: "
                                                    + finding.explanation())));
            case OBSERVE -> new AdmissionOutcome.Admitted(notes);
        };
    }

    private static Map<String, String> audit(Candidate candidate, DecisionRecord decision) {
        Map<String, String> audit = new LinkedHashMap<>();
        audit.put("decision-id", decision.decisionId());
        audit.put("configuration-hash", candidate.hash().hex());
        return audit;
    }

    /** The record that ties the decision to the uid; kept back for a dry run. */
    private DecisionRecord record(Candidate candidate, Finding finding, Outcome outcome) {
        DecisionRecord decision =
                new DecisionRecord(
                        finding.decisionId().orElseGet(trace.decisionIds()),
                        trace.clock().instant(),
                        Point.VERIFY,
                        candidate.request().operation().name(),
                        new WorkloadReference(
                                candidate.kind().kindName().text(),
                                candidate.incoming().namespace(),
                                candidate.displayName(),
                                candidate.incoming().uid().orElse("")),
                        candidate.namespace().mode().wireName(),
                        outcome,
                        candidate.request().requester().username(),
                        "",
                        candidate.hash().hex(),
                        Optional.empty(),
                        finding.runtimePolicy(),
                        "",
                        "",
                        candidate.noted(finding.reasons()),
                        Optional.empty());
        if (!candidate.request().dryRun()) {
            trace.journal().record(decision);
        }
        return decision;
    }

    /** How a verification is recorded. */
    public record Trace(
            DecisionJournal journal,
            Supplier<String> decisionIds,
            InstantSource clock,
            ReviewMetrics metrics) {}
}
