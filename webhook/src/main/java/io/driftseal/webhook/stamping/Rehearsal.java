package io.driftseal.webhook.stamping;

import io.driftseal.decision.Mode;
import io.driftseal.decision.NamespaceFacts;
import io.driftseal.decision.Requester;
import io.driftseal.stamp.StampAnnotations;
import io.driftseal.stamp.Verification;
import io.driftseal.webhook.review.AdmissionOperation;
import io.driftseal.webhook.review.AdmissionRequest;
import io.driftseal.webhook.review.MalformedReviewException;
import io.driftseal.webhook.review.NamespaceDirectory;
import io.driftseal.webhook.review.ReviewedObjects;
import io.driftseal.webhook.review.ReviewedResource;
import io.driftseal.webhook.review.Scope;
import io.driftseal.workload.UnsupportedWorkloadException;
import io.driftseal.workload.Workload;
import io.driftseal.workload.WorkloadKind;
import io.driftseal.workload.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What would happen to a running object if its namespace were in enforce now: made again by whoever
 * makes it, as a drain or a new installation would, and would it have children. By the same rules
 * and the same policy as a real review, as a dry run: nothing is recorded or remembered.
 */
public final class Rehearsal {

    private static final Set<String> WRITTEN_BY_THE_SERVER =
            Set.of(
                    "uid",
                    "resourceVersion",
                    "creationTimestamp",
                    "generation",
                    "managedFields",
                    "selfLink");

    private final Scope scope;
    private final NamespaceDirectory namespaces;
    private final StampReview review;
    private final Stamping stamping;

    public Rehearsal(
            Scope scope, NamespaceDirectory namespaces, StampReview review, Stamping stamping) {
        this.scope = scope;
        this.namespaces = namespaces;
        this.review = review;
        this.stamping = stamping;
    }

    /**
     * @param object as it is stored
     * @param asker on whose behalf a root would be made again
     */
    public Answer rehearse(JsonObject object, Requester asker) {
        try {
            Workload live = Workload.of(scope.kinds(), object);
            if (scope.exempt(live.namespace())) {
                return Answer.leftAlone("its namespace is exempt");
            }
            if (live.isTerminating() || live.isMirrorPod()) {
                return Answer.leftAlone("it is being deleted, or mirrors a static pod");
            }
            Optional<NamespaceFacts> namespace = namespaces.find(live.namespace());
            if (namespace.isEmpty()) {
                return new Answer(
                        new Refused("undecided", "the namespace cannot be read"), new Admitted());
            }
            Candidate candidate =
                    Candidate.of(request(live, asker), live.kind(), enforcing(namespace.get()));
            return new Answer(outcome(review.rule(candidate)), children(live));
        } catch (UnsupportedWorkloadException | MalformedReviewException e) {
            return Answer.leftAlone("it is of a kind that is not looked at");
        }
    }

    private AdmissionRequest request(Workload live, Requester asker) {
        WorkloadKind kind = live.kind();
        boolean child = stamping.ownership().claimedParent(live).isPresent();
        return new AdmissionRequest(
                "rehearsal",
                AdmissionOperation.CREATE,
                new ReviewedResource(kind.group(), kind.version(), kind.plural(), ""),
                live.namespace(),
                live.name().orElse(""),
                child ? stamping.ownership().controllerOf(live).orElse(asker) : asker,
                new ReviewedObjects(Optional.of(asNew(live)), Optional.empty()),
                true);
    }

    private static NamespaceFacts enforcing(NamespaceFacts namespace) {
        Map<String, String> labels = new LinkedHashMap<>(namespace.labels());
        labels.put(Mode.LABEL, Mode.ENFORCE.wireName());
        return new NamespaceFacts(namespace.name(), labels);
    }

    /** The object without what only a stored one has, and without our stamp and label. */
    private static JsonObject asNew(Workload live) {
        JsonObject metadata = live.tree().object("metadata");
        for (String field : WRITTEN_BY_THE_SERVER) {
            metadata = metadata.without(field);
        }
        metadata = texts(metadata, "annotations", StampAnnotations.key(live.kind()));
        metadata = texts(metadata, "labels", OwnMetadata.RUNTIME_POLICY_LABEL);
        JsonObject spec = live.tree().object("spec").without("ephemeralContainers");
        return live.tree()
                .without("status")
                .with("metadata", metadata)
                .with("spec", live.kind().isPod() ? spec : live.tree().object("spec"));
    }

    private static JsonObject texts(JsonObject metadata, String field, String without) {
        return metadata.has(field)
                ? metadata.with(field, metadata.object(field).without(without))
                : metadata;
    }

    private static Outcome outcome(Ruling ruling) {
        return switch (ruling) {
            case Ruling.Kept(), Ruling.AlreadyStamped _, Ruling.Stamped _ -> new Admitted();
            case Ruling.Unstamped(UnstampedReason reason, String explanation, _) ->
                    new Refused(reason.code(), explanation);
            case Ruling.Refused(String message, _) ->
                    new Refused(UnstampedReason.POLICY.code(), message);
        };
    }

    /** Children are made under the stamp that is there now, not under one that could be. */
    private Outcome children(Workload live) {
        if (live.kind().isPod()) {
            return new Admitted();
        }
        Verification verification =
                stamping.verifier().verifyAsParent(StampAnnotations.own(live), live);
        return switch (verification) {
            case Verification.Verified _ -> new Admitted();
            case Verification.Missing _ ->
                    new Refused(
                            UnstampedReason.OWNER_NOT_STAMPED.code(),
                            "it carries no stamp; annotate its root to have it decided");
            case Verification.ExpiredAsParent _ ->
                    new Refused(
                            UnstampedReason.OWNER_STAMP_EXPIRED.code(),
                            "its stamp is too old; annotate its root to renew it");
            case Verification.Malformed _,
                    Verification.UnknownKey _,
                    Verification.BadSignature _,
                    Verification.WrongSubject _,
                    Verification.HashMismatch _ ->
                    new Refused(
                            UnstampedReason.OWNER_STAMP_INVALID.code(),
                            "its stamp does not hold; restart the rollout of its root");
        };
    }

    /** What would be answered. */
    public sealed interface Outcome {}

    public record Admitted() implements Outcome {}

    /**
     * @param code of {@link UnstampedReason}
     * @param message what a requester would read
     */
    public record Refused(String code, String message) implements Outcome {}

    /** Nobody would ask us. */
    public record LeftAlone(String why) implements Outcome {}

    /**
     * @param made if it were made again
     * @param children if it made one more
     */
    public record Answer(Outcome made, Outcome children) {
        static Answer leftAlone(String why) {
            return new Answer(new LeftAlone(why), new LeftAlone(why));
        }
    }
}
