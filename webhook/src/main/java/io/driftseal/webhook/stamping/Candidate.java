package io.driftseal.webhook.stamping;

import io.driftseal.decision.ApprovalFacts;
import io.driftseal.decision.BreakGlass;
import io.driftseal.decision.NamespaceFacts;
import io.driftseal.evidence.ReasonEntry;
import io.driftseal.stamp.StampAnnotations;
import io.driftseal.webhook.review.AdmissionOperation;
import io.driftseal.webhook.review.AdmissionRequest;
import io.driftseal.webhook.review.MalformedReviewException;
import io.driftseal.webhook.review.Scope;
import io.driftseal.workload.CanonicalForm;
import io.driftseal.workload.ConfigurationHash;
import io.driftseal.workload.Workload;
import io.driftseal.workload.WorkloadKind;
import io.driftseal.workload.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An object under review with everything that is computed from it, once.
 *
 * @param old the stored object, for UPDATE
 * @param hash of {@code form}
 * @param formChanged true at creation, and where the update changes what was approved
 * @param approval what is known of one; of a child that of its owner
 */
public record Candidate(
        AdmissionRequest request,
        NamespaceFacts namespace,
        Workload incoming,
        Optional<Workload> old,
        CanonicalForm form,
        ConfigurationHash hash,
        boolean formChanged,
        ApprovalFacts approval) {

    public static Candidate of(
            AdmissionRequest request, WorkloadKind kind, NamespaceFacts namespace)
            throws MalformedReviewException {
        JsonObject object =
                request.objects()
                        .object()
                        .orElseThrow(() -> new MalformedReviewException("field object is missing"));
        Workload incoming = Scope.workload(request, kind, object);
        Optional<Workload> old = old(request, kind);
        CanonicalForm form = CanonicalForm.of(incoming);
        return new Candidate(
                request,
                namespace,
                incoming,
                old,
                form,
                form.hash(),
                old.isEmpty() || !CanonicalForm.of(old.get()).hash().equals(form.hash()),
                new ApprovalFacts.None());
    }

    private static Optional<Workload> old(AdmissionRequest request, WorkloadKind kind)
            throws MalformedReviewException {
        if (request.operation() != AdmissionOperation.UPDATE) {
            return Optional.empty();
        }
        JsonObject old =
                request.objects()
                        .oldObject()
                        .orElseThrow(
                                () -> new MalformedReviewException("field oldObject is missing"));
        return Optional.of(Scope.workload(request, kind, old));
    }

    /** The same candidate, now that its approval was looked at. */
    Candidate with(ApprovalFacts looked) {
        return new Candidate(request, namespace, incoming, old, form, hash, formChanged, looked);
    }

    public WorkloadKind kind() {
        return incoming.kind();
    }

    /** As stored; what a request says of its own end is not believed. */
    public boolean isTerminating() {
        return old.filter(Workload::isTerminating).isPresent();
    }

    /** The stamp that is stored on the object; never one that the request brought. */
    public Optional<String> storedStamp() {
        return old.flatMap(StampAnnotations::own);
    }

    /**
     * The reasons, and beside any of them that they do not count while the glass of the namespace
     * is broken: the record of an exception says what it was an exception from.
     */
    public List<ReasonEntry> noted(List<ReasonEntry> reasons) {
        String until = namespace.labels().get(BreakGlass.LABEL);
        if (until == null || reasons.isEmpty()) {
            return reasons;
        }
        var all = new ArrayList<>(reasons);
        all.add(
                new ReasonEntry(
                        "break-glass", "an administrator broke the glass until " + until, ""));
        return all;
    }

    /** Name, or what it will be generated from. */
    public String displayName() {
        return incoming.name().or(incoming::generateName).orElse("");
    }
}
