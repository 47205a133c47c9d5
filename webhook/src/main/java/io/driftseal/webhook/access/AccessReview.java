package io.driftseal.webhook.access;

import io.driftseal.decision.AccessSession;
import io.driftseal.decision.DecisionReference;
import io.driftseal.decision.Door;
import io.driftseal.decision.Mode;
import io.driftseal.decision.NamespaceFacts;
import io.driftseal.decision.Reason;
import io.driftseal.decision.Requester;
import io.driftseal.evidence.DecisionRecord.Outcome;
import io.driftseal.evidence.ReasonEntry;
import io.driftseal.webhook.review.AdmissionOutcome;
import io.driftseal.webhook.review.AdmissionRequest;
import io.driftseal.webhook.review.AdmissionReviewer;
import io.driftseal.webhook.review.MalformedReviewException;
import io.driftseal.webhook.review.Notes;
import io.driftseal.webhook.review.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The review of doors. Policy decides on what stands live behind them. */
public final class AccessReview implements AdmissionReviewer {
    private final Scope scope;
    private final DoorNamespaces namespaces;
    private final TargetDirectory targets;
    private final DoorKeeper keeper;
    private final AccessRecords records;

    public AccessReview(
            Scope scope,
            DoorNamespaces namespaces,
            TargetDirectory targets,
            DoorKeeper keeper,
            AccessRecords records) {
        this.scope = scope;
        this.namespaces = namespaces;
        this.targets = targets;
        this.keeper = keeper;
        this.records = records;
    }

    @Override
    public AdmissionOutcome review(AdmissionRequest request) throws MalformedReviewException {
        Optional<Door> door = DoorReader.door(request);
        if (door.isEmpty() || !concerns(door.get(), request)) {
            return new AdmissionOutcome.Passed();
        }
        Optional<NamespaceFacts> namespace = namespaces.of(door.get(), request.namespace());
        if (namespace.isEmpty()) {
            return new AdmissionOutcome.Unanswered(503, "the namespace cannot be read");
        }
        AccessSession session;
        String name;
        try {
            session = DoorReader.session(door.get(), request);
            name = name(request);
        } catch (MalformedReviewException e) {
            return e.answer(namespace.get().mode());
        }
        return switch (targets.find(session, request.namespace(), name)) {
            case TargetDirectory.Absent() -> new AdmissionOutcome.Passed();
            case TargetDirectory.Unreadable(String why) ->
                    new AdmissionOutcome.Unanswered(503, why);
            case TargetDirectory.Found(var target, var container) -> {
                var visit =
                        new Visit(request, namespace.get(), entering(session, container), target);
                yield answer(visit, keeper.ask(visit));
            }
        };
    }

    /** Of the object behind the door. */
    private static String name(AdmissionRequest request) throws MalformedReviewException {
        String name = ProxyName.of(request.name()).name();
        if (name.isBlank()) {
            throw new MalformedReviewException("field name names nothing");
        }
        return name;
    }

    /** What changes a pod's form is reviewed with the form, at {@code /verify}. */
    private boolean concerns(Door door, AdmissionRequest request) {
        return switch (door) {
            case EPHEMERAL_CONTAINER, RESIZE -> false;
            case NODE_PROXY -> true;
            case TOKEN_REQUEST ->
                    !scope.exempt(request.namespace()) && !kubelet(request.requester());
            case EXEC, ATTACH, PORT_FORWARD, POD_PROXY, SERVICE_PROXY, EVICTION ->
                    !scope.exempt(request.namespace());
        };
    }

    /**
     * A kubelet asks for the tokens of its own pods, which the API server sees to. It is never kept
     * waiting: what it may not have, an admission policy inside the API server refuses.
     */
    private static boolean kubelet(Requester requester) {
        return requester.groups().contains("system:nodes")
                && requester.username().startsWith("system:node:");
    }

    private static AccessSession entering(AccessSession session, String onlyContainer) {
        return session.container().isEmpty() && !onlyContainer.isEmpty()
                ? AccessSession.of(session.door(), onlyContainer, session.command())
                : session;
    }

    private AdmissionOutcome answer(Visit visit, DoorAnswer answer) {
        boolean enforced = visit.namespace().mode() == Mode.ENFORCE;
        return switch (answer) {
            case DoorAnswer.Open(var reference, var warnings, var grant) -> {
                DecisionReference recorded =
                        records.record(
                                visit, reference, Outcome.ADMITTED, entries(warnings), grant);
                yield new AdmissionOutcome.Admitted(
                        notes(
                                visit,
                                recorded,
                                grant,
                                warnings.stream().map(Reason::message).toList()));
            }
            case DoorAnswer.Shut(var reference, var reasons) -> {
                Outcome outcome = enforced ? Outcome.REFUSED : Outcome.WOULD_REFUSE;
                DecisionReference recorded =
                        records.record(visit, reference, outcome, entries(reasons), "");
                yield closed(
                        visit,
                        recorded,
                        reasons.stream().map(Reason::message).collect(Collectors.joining(" ")));
            }
            case DoorAnswer.Undecided(var reference, var why, var detail) -> {
                Outcome outcome = enforced ? Outcome.REFUSED : Outcome.UNDECIDED;
                DecisionReference recorded =
                        records.record(
                                visit,
                                reference,
                                outcome,
                                List.of(new ReasonEntry("undecided", why, detail)),
                                "");
                yield closed(visit, recorded, why);
            }
        };
    }

    private static AdmissionOutcome closed(
            Visit visit, DecisionReference reference, String explanation) {
        return visit.namespace().mode() == Mode.ENFORCE
                ? new AdmissionOutcome.Refused(
                        explanation + " (decision " + reference.decisionId() + ")",
                        notes(visit, reference, "", List.of()))
                : new AdmissionOutcome.Admitted(
                        notes(
                                visit,
                                reference,
                                "",
                                List.of("driftseal would refuse this: " + explanation)));
    }

    private static Notes notes(
            Visit visit, DecisionReference reference, String grant, List<String> warnings) {
        Map<String, String> audit = new LinkedHashMap<>();
        audit.put("decision-id", reference.decisionId());
        audit.put("bundle-revision", reference.bundleRevision());
        if (!grant.isEmpty()) {
            audit.put("grant", grant);
        }
        Notes notes = Notes.audited(audit);
        return visit.namespace().mode() == Mode.OBSERVE ? notes : notes.warning(warnings);
    }

    private static List<ReasonEntry> entries(List<Reason> reasons) {
        return reasons.stream()
                .map(reason -> new ReasonEntry(reason.code(), reason.message(), reason.field()))
                .toList();
    }
}
