package io.driftseal.webhook.stamping;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.stamp.StampAnnotations;
import io.driftseal.stamp.StampStatement;
import io.driftseal.stamp.StampVerifier;
import io.driftseal.stamp.Verification;
import io.driftseal.workload.BuiltInKind;
import io.driftseal.workload.CustomKind;
import io.driftseal.workload.UnsupportedWorkloadException;
import io.driftseal.workload.Workload;
import io.driftseal.workload.json.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The template from which a controller still makes children though its owner has a newer one: a
 * StatefulSet below its partition, or any controller that acts on what it saw a moment ago.
 * Controllers keep such templates (a ControllerRevision, the new ReplicaSet itself) and copy the
 * owner's annotations to them at that time, so that the stamp which approved the template stands
 * beside it. Both are claims, and the signature is what holds them: the owner as it was then is put
 * together again and must be what the stamp approved.
 */
final class OlderTemplates {

    private static final ResourceType CONTROLLER_REVISIONS =
            ResourceType.namespaced("apps", "v1", "ControllerRevision", "controllerrevisions");
    private static final String REVISION_LABEL = "controller-revision-hash";
    private static final String HASH_LABEL = "pod-template-hash";

    /** A stamp is issued a moment before the API server writes the time of creation. */
    private static final Duration ISSUED_BEFORE_STORED = Duration.ofMinutes(2);

    private final KubernetesApi api;
    private final StampVerifier verifier;

    OlderTemplates(KubernetesApi api, StampVerifier verifier) {
        this.api = api;
        this.verifier = verifier;
    }

    /**
     * @param owner as it was when this template was approved
     * @param annotation the stamp that approved it
     */
    record Approved(Workload owner, StampStatement statement, String annotation) {}

    /** The owner as it was approved with the template that this child comes from, if it was. */
    Optional<Approved> of(Workload owner, Workload child) {
        return kept(owner, child).flatMap(kept -> approved(owner, kept));
    }

    private record Kept(JsonObject template, String annotation) {}

    private Optional<Kept> kept(Workload owner, Workload child) {
        return switch (owner.kind()) {
            case BuiltInKind kind ->
                    switch (kind) {
                        case DEPLOYMENT -> copied(owner, child);
                        case STATEFUL_SET ->
                                revision(owner, child.labels().getOrDefault(REVISION_LABEL, ""));
                        case DAEMON_SET ->
                                revision(
                                        owner,
                                        owner.name().orElse("")
                                                + "-"
                                                + child.labels().getOrDefault(REVISION_LABEL, ""));
                        // Nobody keeps what these were before; their controllers try again.
                        case POD, REPLICA_SET, REPLICATION_CONTROLLER, JOB, CRON_JOB ->
                                Optional.empty();
                    };
            case CustomKind custom -> Optional.empty();
        };
    }

    /** A new ReplicaSet has the template, with one label more, and the stamp of that time. */
    private static Optional<Kept> copied(Workload owner, Workload child) {
        JsonObject template = child.podTemplate().orElseThrow();
        JsonObject metadata = template.object("metadata");
        JsonObject before =
                template.with(
                        "metadata",
                        metadata.with("labels", metadata.object("labels").without(HASH_LABEL)));
        return Optional.ofNullable(child.annotations().get(StampAnnotations.key(owner.kind())))
                .map(annotation -> new Kept(before, annotation));
    }

    private Optional<Kept> revision(Workload owner, String name) {
        if (name.isEmpty() || name.endsWith("-")) {
            return Optional.empty();
        }
        try {
            return api.get(CONTROLLER_REVISIONS, ObjectKey.namespaced(owner.namespace(), name))
                    .filter(revision -> belongsTo(owner, revision))
                    .flatMap(revision -> keptIn(owner, revision));
        } catch (KubernetesApiException e) {
            // Without it the child is held against the newest template, which refuses it.
            return Optional.empty();
        }
    }

    private static Optional<Kept> keptIn(Workload owner, JsonObject revision) {
        JsonObject template = revision.object("data", "spec", "template").without("$patch");
        return revision.object("metadata", "annotations")
                .string(StampAnnotations.key(owner.kind()))
                .map(annotation -> new Kept(template, annotation));
    }

    private static boolean belongsTo(Workload owner, JsonObject revision) {
        return revision.objects("metadata", "ownerReferences").stream()
                .anyMatch(reference ->
                        reference.bool("controller").orElse(false)
                                && reference.string("uid").equals(owner.uid()));
    }

    private Optional<Approved> approved(Workload owner, Kept kept) {
        Workload then;
        try {
            JsonObject tree = owner.tree();
            then =
                    Workload.of(
                            owner.kind(),
                            tree.with(
                                    "spec", tree.object("spec").with("template", kept.template())));
        } catch (UnsupportedWorkloadException e) {
            return Optional.empty();
        }
        return verifier.verifyAsParent(Optional.of(kept.annotation()), then)
                                instanceof Verification.Verified(StampStatement statement)
                        && !statement.issuedAt().isBefore(earliest(owner))
                ? Optional.of(new Approved(then, statement, kept.annotation()))
                : Optional.empty();
    }

    /** A stamp of an owner that had this name before approved nothing of this one. */
    private static Instant earliest(Workload owner) {
        try {
            return owner.tree()
                    .string("metadata", "creationTimestamp")
                    .map(Instant::parse)
                    .map(created -> created.minus(ISSUED_BEFORE_STORED))
                    .orElse(Instant.MAX);
        } catch (DateTimeException e) {
            return Instant.MAX;
        }
    }
}
