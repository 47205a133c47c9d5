package io.driftseal.webhook.issuing;

import io.driftseal.decision.AccessSession;
import io.driftseal.decision.AccessTarget;
import io.driftseal.decision.DecisionReference;
import io.driftseal.decision.Door;
import io.driftseal.decision.GrantDecision;
import io.driftseal.decision.GrantInput;
import io.driftseal.decision.NamespaceFacts;
import io.driftseal.decision.Reason;
import io.driftseal.decision.RequestedGrant;
import io.driftseal.evidence.DecisionRecord.Outcome;
import io.driftseal.evidence.ReasonEntry;
import io.driftseal.stamp.SignedGrant;
import io.driftseal.webhook.access.DoorNamespaces;
import io.driftseal.webhook.access.TargetDirectory;
import io.driftseal.webhook.grant.GrantShelf;
import io.driftseal.webhook.review.AdmissionOperation;
import io.driftseal.webhook.review.AdmissionOutcome;
import io.driftseal.webhook.review.AdmissionRequest;
import io.driftseal.webhook.review.AdmissionReviewer;
import io.driftseal.webhook.review.Decisions;
import io.driftseal.webhook.review.MalformedReviewException;
import io.driftseal.webhook.review.Notes;
import io.driftseal.webhook.review.PatchOperation;
import io.driftseal.webhook.review.ReviewedNames;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The review of {@code CREATE} on AccessGrant objects. A grant is a permission, so the mode of the
 * namespace is nothing to it: without a clear yes of policy there is none, in observe as in
 * enforce.
 */
public final class GrantReview implements AdmissionReviewer {

    /**
     * What the review looks up.
     *
     * @param targets what the grant is to be about
     * @param shelf what lies in the namespace already
     */
    public record Sources(DoorNamespaces namespaces, TargetDirectory targets, GrantShelf shelf) {}

    private final Sources sources;
    private final Decisions decisions;
    private final GrantIssuer issuer;
    private final GrantRecords records;

    public GrantReview(
            Sources sources, Decisions decisions, GrantIssuer issuer, GrantRecords records) {
        this.sources = sources;
        this.decisions = decisions;
        this.issuer = issuer;
        this.records = records;
    }

    @Override
    public AdmissionOutcome review(AdmissionRequest request) throws MalformedReviewException {
        if (!request.resource().is("driftseal.io", "accessgrants")
                || !request.resource().subResource().isEmpty()
                || request.operation() != AdmissionOperation.CREATE) {
            return new AdmissionOutcome.Passed();
        }
        JsonObject object =
                request.objects()
                        .object()
                        .orElseThrow(() -> new MalformedReviewException("field object is missing"));
        if (request.name().isEmpty()) {
            return refused("Give the access grant a name: its signature holds for that name only.");
        }
        GrantRequest asked;
        try {
            asked = GrantRequest.of(object.object("spec"));
            ReviewedNames.bounded("spec.name", asked.name());
            ReviewedNames.bounded("spec.container", asked.container());
        } catch (IllegalArgumentException | MalformedReviewException e) {
            return refused(String.valueOf(e.getMessage()));
        }
        if (asked.name().isBlank()) {
            return refused("spec.name must name the object behind the door.");
        }
        return decide(request, object, asked);
    }

    private AdmissionOutcome decide(
            AdmissionRequest request, JsonObject object, GrantRequest asked) {
        boolean node = asked.door() == Door.NODE_PROXY;
        if (node && !request.namespace().equals(sources.shelf().namespaceOf(""))) {
            return refused(
                    "A grant for a node belongs into namespace "
                            + sources.shelf().namespaceOf("")
                            + ".");
        }
        Optional<NamespaceFacts> namespace =
                sources.namespaces().of(asked.door(), request.namespace());
        Optional<Boolean> room = sources.shelf().hasRoom(request.namespace());
        if (namespace.isEmpty() || room.isEmpty()) {
            return new AdmissionOutcome.Unanswered(503, "the namespace or its grants are unread");
        }
        if (!room.get()) {
            return refused(
                    "The namespace holds "
                            + GrantShelf.MOST_GRANTS
                            + " access grants; delete those that have expired.");
        }
        return switch (sources.targets().find(session(asked), request.namespace(), asked.name())) {
            case TargetDirectory.Absent() ->
                    refused("There is no such object behind " + asked.door() + ": spec.name.");
            case TargetDirectory.Unreadable(String why) ->
                    new AdmissionOutcome.Unanswered(503, why);
            case TargetDirectory.Found(var target, var onlyContainer) ->
                    judge(
                            new Asking(request, object, namespace.get(), target),
                            complete(asked, onlyContainer, request));
        };
    }

    private static AccessSession session(GrantRequest asked) {
        return asked.door() == Door.TOKEN_REQUEST
                ? AccessSession.asking(new AccessSession.RequestedToken(List.of(), 0, "", ""))
                : AccessSession.of(asked.door(), asked.container(), List.of());
    }

    /** With the container and the user that it leaves out. */
    private static GrantRequest complete(
            GrantRequest asked, String onlyContainer, AdmissionRequest request) {
        return new GrantRequest(
                asked.door(),
                asked.name(),
                asked.container().isEmpty() ? onlyContainer : asked.container(),
                asked.image(),
                asked.command(),
                asked.port(),
                asked.user().isEmpty() ? request.requester().username() : asked.user(),
                asked.reason(),
                asked.lifetimeSeconds(),
                asked.uses());
    }

    private AdmissionOutcome judge(Asking asking, GrantRequest asked) {
        boolean enters = asked.door() == Door.EXEC || asked.door() == Door.ATTACH;
        if (enters && asked.container().isEmpty()) {
            return refused("Name the container: the pod has several.");
        }
        GrantDecision decision =
                decisions.decide(
                        new GrantInput(
                                facts(asked),
                                asking.namespace(),
                                asking.target(),
                                asking.request().requester()));
        return switch (decision) {
            case GrantDecision.Issued(var reference, var warnings) ->
                    issue(asking, asked, reference, warnings);
            case GrantDecision.Denied(var reference, var reasons) -> {
                records.record(asking, asked, reference, Outcome.REFUSED, entries(reasons));
                yield refused(
                        reasons.stream().map(Reason::message).collect(Collectors.joining(" ")),
                        reference);
            }
            case GrantDecision.Undecided(var reference, var cause, var detail) -> {
                String why = "policy gave no answer (" + cause.wireName() + ")";
                records.record(
                        asking,
                        asked,
                        reference,
                        Outcome.REFUSED,
                        List.of(new ReasonEntry("undecided", why, detail)));
                yield refused(why, reference);
            }
        };
    }

    private static RequestedGrant facts(GrantRequest asked) {
        return new RequestedGrant(
                asked.door(),
                asked.container(),
                asked.image(),
                asked.command().arguments(),
                asked.command().wildcards(),
                asked.command().openEnded(),
                asked.port(),
                asked.user(),
                asked.reason(),
                asked.lifetimeSeconds(),
                asked.uses());
    }

    private AdmissionOutcome issue(
            Asking asking, GrantRequest asked, DecisionReference reference, List<Reason> warnings) {
        Optional<String> envelope;
        try {
            envelope = issuer.issue(asking.request(), asked, asking.target(), reference);
        } catch (IllegalArgumentException e) {
            return refused(String.valueOf(e.getMessage()), reference);
        }
        if (envelope.isEmpty()) {
            return new AdmissionOutcome.Unanswered(503, "no grant signing key is valid now");
        }
        records.record(asking, asked, reference, Outcome.ADMITTED, entries(warnings));
        return new AdmissionOutcome.Patched(
                patch(asking.object(), envelope.get()),
                audited(reference).warning(warnings.stream().map(Reason::message).toList()));
    }

    /** The envelope is ours, whatever the request brought; and nothing was used yet. */
    private static List<PatchOperation> patch(JsonObject object, String envelope) {
        List<PatchOperation> patch = new ArrayList<>();
        if (object.has("status")) {
            patch.add(PatchOperation.remove("/status"));
        }
        boolean annotated =
                object.find("metadata", "annotations").orElse(null) instanceof JsonObject;
        patch.add(
                annotated
                        ? PatchOperation.add(
                                "/metadata/annotations/"
                                        + PatchOperation.escape(SignedGrant.ANNOTATION),
                                new JsonString(envelope))
                        : PatchOperation.add(
                                "/metadata/annotations",
                                JsonObject.of(SignedGrant.ANNOTATION, new JsonString(envelope))));
        return patch;
    }

    private static AdmissionOutcome refused(String message) {
        return new AdmissionOutcome.Refused(message, Notes.none());
    }

    private static AdmissionOutcome refused(String message, DecisionReference reference) {
        return new AdmissionOutcome.Refused(
                message + " (decision " + reference.decisionId() + ")", audited(reference));
    }

    private static Notes audited(DecisionReference reference) {
        Map<String, String> audit = new LinkedHashMap<>();
        audit.put("decision-id", reference.decisionId());
        audit.put("bundle-revision", reference.bundleRevision());
        return Notes.audited(audit);
    }

    private static List<ReasonEntry> entries(List<Reason> reasons) {
        return reasons.stream()
                .map(reason -> new ReasonEntry(reason.code(), reason.message(), reason.field()))
                .toList();
    }

    /** A request with what was looked up about it. */
    record Asking(
            AdmissionRequest request,
            JsonObject object,
            NamespaceFacts namespace,
            AccessTarget target) {}
}
