package io.driftseal.webhook.access;

import io.driftseal.decision.AccessDecision;
import io.driftseal.decision.AccessInput;
import io.driftseal.decision.AccessSession;
import io.driftseal.decision.AccessTarget;
import io.driftseal.decision.AccessedPod;
import io.driftseal.decision.DecisionReference;
import io.driftseal.decision.Door;
import io.driftseal.decision.Mode;
import io.driftseal.decision.NamespaceFacts;
import io.driftseal.decision.Reason;
import io.driftseal.evidence.DecisionRecord.Outcome;
import io.driftseal.evidence.ReasonEntry;
import io.driftseal.webhook.review.AdmissionOperation;
import io.driftseal.webhook.review.AdmissionOutcome;
import io.driftseal.webhook.review.AdmissionRequest;
import io.driftseal.webhook.review.AdmissionReviewer;
import io.driftseal.webhook.review.Decisions;
import io.driftseal.webhook.review.MalformedReviewException;
import io.driftseal.webhook.review.NamespaceDirectory;
import io.driftseal.webhook.review.Notes;
import io.driftseal.webhook.review.Scope;
import io.driftseal.workload.BuiltInKind;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The review of {@code CONNECT} on {@code pods/exec}. Policy decides on the live pod. */
public final class AccessReview implements AdmissionReviewer {
    private final Scope scope;
    private final NamespaceDirectory namespaces;
    private final PodDirectory pods;
    private final Decisions decisions;
    private final AccessRecords records;

    public AccessReview(
            Scope scope,
            NamespaceDirectory namespaces,
            PodDirectory pods,
            Decisions decisions,
            AccessRecords records) {
        this.scope = scope;
        this.namespaces = namespaces;
        this.pods = pods;
        this.decisions = decisions;
        this.records = records;
    }

    @Override
    public AdmissionOutcome review(AdmissionRequest request) throws MalformedReviewException {
        if (!concerns(request)) {
            return new AdmissionOutcome.Passed();
        }
        AccessSession session = session(request);
        Optional<NamespaceFacts> namespace = namespaces.find(request.namespace());
        if (namespace.isEmpty()) {
            return new AdmissionOutcome.Unanswered(503, "the namespace cannot be read");
        }
        return switch (pods.find(request.namespace(), request.name())) {
            // The API server answers 404 itself; there is nothing to enter.
            case PodDirectory.Absent() -> new AdmissionOutcome.Passed();
            case PodDirectory.Unreadable() ->
                    new AdmissionOutcome.Unanswered(503, "the pod cannot be read");
            case PodDirectory.Found(AccessedPod pod) -> {
                var visit = new Visit(request, namespace.get(), session, pod);
                yield answer(
                        visit,
                        decisions.decide(
                                new AccessInput(
                                        session,
                                        namespace.get(),
                                        AccessTarget.pod(pod),
                                        request.requester(),
                                        Optional.empty())));
            }
        };
    }

    private boolean concerns(AdmissionRequest request) {
        return request.operation() == AdmissionOperation.CONNECT
                && scope.kind(request.resource()).equals(Optional.of(BuiltInKind.POD))
                && request.resource().subResource().equals("exec")
                && !scope.exempt(request.namespace());
    }

    private static AccessSession session(AdmissionRequest request) throws MalformedReviewException {
        JsonObject options =
                request.objects()
                        .object()
                        .orElseThrow(() -> new MalformedReviewException("field object is missing"));
        if (request.name().isEmpty()) {
            throw new MalformedReviewException("field name is missing");
        }
        List<String> command = new ArrayList<>();
        for (var item : options.array("command")) {
            if (!(item instanceof JsonString text)) {
                throw new MalformedReviewException("field command holds a non-text");
            }
            command.add(text.value());
        }
        return AccessSession.of(Door.EXEC, options.string("container").orElse(""), command);
    }

    private AdmissionOutcome answer(Visit visit, AccessDecision decision) {
        boolean enforced = visit.namespace().mode() == Mode.ENFORCE;
        return switch (decision) {
            case AccessDecision.Granted(var reference, var warnings) -> {
                records.record(visit, reference, Outcome.ADMITTED, entries(warnings));
                yield new AdmissionOutcome.Admitted(
                        notes(visit, reference, warnings.stream().map(Reason::message).toList()));
            }
            case AccessDecision.Denied(var reference, var reasons) -> {
                Outcome outcome = enforced ? Outcome.REFUSED : Outcome.WOULD_REFUSE;
                records.record(visit, reference, outcome, entries(reasons));
                String why =
                        reasons.stream().map(Reason::message).collect(Collectors.joining("; "));
                yield closed(visit, reference, why);
            }
            case AccessDecision.Undecided(var reference, var cause, var detail) -> {
                String why = "policy gave no answer (" + cause.wireName() + ")";
                Outcome outcome = enforced ? Outcome.REFUSED : Outcome.UNDECIDED;
                records.record(
                        visit,
                        reference,
                        outcome,
                        List.of(new ReasonEntry("undecided", why, detail)));
                yield closed(visit, reference, why);
            }
        };
    }

    private static AdmissionOutcome closed(
            Visit visit, DecisionReference reference, String explanation) {
        return visit.namespace().mode() == Mode.ENFORCE
                ? new AdmissionOutcome.Refused(
                        explanation + " (decision " + reference.decisionId() + ")",
                        notes(visit, reference, List.of()))
                : new AdmissionOutcome.Admitted(
                        notes(
                                visit,
                                reference,
                                List.of("driftseal would refuse this: " + explanation)));
    }

    private static Notes notes(Visit visit, DecisionReference reference, List<String> warnings) {
        Map<String, String> audit = new LinkedHashMap<>();
        audit.put("decision-id", reference.decisionId());
        audit.put("bundle-revision", reference.bundleRevision());
        Notes notes = Notes.audited(audit);
        return visit.namespace().mode() == Mode.OBSERVE ? notes : notes.warning(warnings);
    }

    private static List<ReasonEntry> entries(List<Reason> reasons) {
        return reasons.stream()
                .map(reason -> new ReasonEntry(reason.code(), reason.message(), reason.field()))
                .toList();
    }
}
