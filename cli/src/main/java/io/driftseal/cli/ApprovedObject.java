package io.driftseal.cli;

import io.driftseal.stamp.ApprovalStatement;
import io.driftseal.stamp.Approvals;
import io.driftseal.stamp.StampAnnotations;
import io.driftseal.stamp.StampSubject;
import io.driftseal.workload.CanonicalForm;
import io.driftseal.workload.UnsupportedWorkloadException;
import io.driftseal.workload.Workload;
import io.driftseal.workload.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What somebody is about to approve: the manifest that they were handed, and the object that the
 * API server makes of it, which is what the webhook will see and hash.
 *
 * @param given as it was read
 * @param served with the API server's defaults in it
 */
record ApprovedObject(Workload given, Workload served) {

    /** What is on a stored or dry-run object and in no manifest. */
    private static final List<String> WRITTEN_BY_THE_SERVER =
            List.of(
                    "uid",
                    "resourceVersion",
                    "creationTimestamp",
                    "generation",
                    "managedFields",
                    "selfLink");

    /** Whether an object came out of an API server, dry runs included, or was written by hand. */
    static boolean fromAnApiServer(Workload workload) {
        return workload.tree().string("metadata", "uid").isPresent();
    }

    CanonicalForm form() {
        return CanonicalForm.of(served);
    }

    /**
     * @throws IllegalArgumentException saying what cannot be approved
     */
    ApprovalStatement statement(String approver, String reason, Instant now, Duration lasting) {
        CanonicalForm form = form();
        return new ApprovalStatement(
                subject(), form.hash(), form.version(), approver, reason, now, now.plus(lasting));
    }

    /** Kind, namespace and name, as the approval will say it. */
    String subjectText() {
        return subject().text();
    }

    private StampSubject subject() {
        return isNameless()
                ? new StampSubject(
                        served.kind().kindName(),
                        served.namespace(),
                        Optional.empty(),
                        served.generateName())
                : StampSubject.of(served);
    }

    /** A dry run has invented a name where the manifest leaves it to the API server. */
    private boolean isNameless() {
        return served.generateName().isPresent()
                && (fromAnApiServer(given) || given.name().isEmpty());
    }

    /** The manifest with the approval in it, ready to be applied. */
    JsonObject withApproval(String approval) {
        JsonObject metadata = given.tree().object("metadata");
        for (String field : WRITTEN_BY_THE_SERVER) {
            metadata = metadata.without(field);
        }
        if (isNameless()) {
            metadata = metadata.without("name");
        }
        JsonObject annotations =
                metadata.object("annotations")
                        .without(StampAnnotations.key(given.kind()))
                        .with(Approvals.key(given.kind()), approval);
        return given.tree()
                .without("status")
                .with("metadata", metadata.with("annotations", annotations));
    }

    /** The object by which an API server is asked what it would make of a manifest. */
    static JsonObject question(Workload manifest) {
        JsonObject metadata = manifest.tree().object("metadata");
        return manifest.tree()
                .with(
                        "metadata",
                        metadata.with(
                                "annotations",
                                metadata.object("annotations")
                                        .with(
                                                Approvals.key(manifest.kind()),
                                                Approvals.REQUESTED)));
    }

    /** A manifest that leaves the namespace to the command line. */
    static Workload in(String namespace, Workload manifest) throws CommandFailedException {
        JsonObject metadata = manifest.tree().object("metadata");
        String own = metadata.string("namespace").orElse("");
        if (namespace.isEmpty() ? own.isEmpty() : !own.isEmpty() && !own.equals(namespace)) {
            throw new CommandFailedException(
                    own.isEmpty()
                            ? "the object names no namespace; name it by -n"
                            : "the object is in namespace " + Outline.printable(own));
        }
        if (!own.isEmpty()) {
            return manifest;
        }
        try {
            return Workload.of(
                    manifest.kind(),
                    manifest.tree().with("metadata", metadata.with("namespace", namespace)));
        } catch (UnsupportedWorkloadException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        }
    }
}
