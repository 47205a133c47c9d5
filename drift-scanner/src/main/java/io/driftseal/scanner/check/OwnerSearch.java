package io.driftseal.scanner.check;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.facts.InformedDerivation;
import io.driftseal.scanner.observe.Observatory;
import io.driftseal.scanner.observe.UnreadableWorkload;
import io.driftseal.scanner.observe.WorkKey;
import io.driftseal.scanner.observe.WorkloadSnapshot;
import io.driftseal.stamp.StampAnnotations;
import io.driftseal.stamp.StampStatement;
import io.driftseal.stamp.StampVerifier;
import io.driftseal.stamp.Verification;
import io.driftseal.workload.OwnerReference;
import io.driftseal.workload.UnsupportedWorkloadException;
import io.driftseal.workload.Workload;
import io.driftseal.workload.WorkloadKind;
import io.driftseal.workload.WorkloadKinds;
import io.driftseal.workload.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Finds the object that controls a workload: in what is watched, else by asking the API server, so
 * that a child seen before its owner is no finding. An owner that does not exist is only believed
 * after a grace period, because the garbage collector ends the children of a deleted owner.
 */
public final class OwnerSearch {

    /** Children whose owner is being waited for; past it the oldest wait begins again. */
    private static final int MAXIMUM_WAITS = 10_000;

    /** A pod of a Job of a CronJob has two. */
    private static final int MAXIMUM_ANCESTORS = 3;

    private final Observatory observatory;
    private final Cluster cluster;
    private final StampVerifier verifier;
    private final Duration grace;
    private final Clock clock;
    private final LinkedHashMap<String, Instant> missingSince = new LinkedHashMap<>();

    /**
     * What is known of the cluster.
     *
     * @param api where owners are asked for
     * @param kinds which can be an owner
     * @param derivation how a child is held against one
     */
    public record Cluster(KubernetesApi api, WorkloadKinds kinds, InformedDerivation derivation) {}

    public OwnerSearch(
            Observatory observatory,
            Cluster cluster,
            StampVerifier verifier,
            Duration grace,
            Clock clock) {
        this.observatory = observatory;
        this.cluster = cluster;
        this.verifier = verifier;
        this.grace = grace;
        this.clock = clock;
    }

    /** What can be said about the owner of this workload now. */
    public OwnerSight of(Workload live) {
        Optional<OwnerReference> reference = live.controllerOwner();
        if (reference.isEmpty()) {
            return new OwnerSight.None();
        }
        Optional<WorkloadKind> kind = cluster.kinds().of(reference.get());
        if (kind.isEmpty() || kind.get().isPod()) {
            return new OwnerSight.Unsupported(reference.get());
        }
        WorkKey key = new WorkKey(kind.get().kindName().text(), reference.get().uid());
        OwnerSight sight =
                switch (observatory.live(key).orElse(null)) {
                    case null -> read(kind.get(), reference.get(), live);
                    case UnreadableWorkload _ -> new OwnerSight.NotRead(reference.get());
                    case WorkloadSnapshot owner -> present(owner.workload(), live);
                };
        return graced(live.uid().orElse(""), sight);
    }

    /**
     * The owner and what owns it in turn, as far as they can be read; for a workload without a
     * stamp of its own, which may descend from something that was adopted.
     */
    public List<Workload> ancestors(Workload live, OwnerSight owner) {
        if (StampAnnotations.own(live).isPresent()) {
            return List.of();
        }
        List<Workload> ancestors = new ArrayList<>();
        OwnerSight sight = owner;
        while (sight instanceof OwnerSight.Present present
                && ancestors.size() < MAXIMUM_ANCESTORS) {
            ancestors.add(present.owner());
            sight = of(present.owner());
        }
        return ancestors;
    }

    private OwnerSight read(WorkloadKind kind, OwnerReference reference, Workload live) {
        try {
            Optional<JsonObject> object =
                    cluster.api()
                            .get(
                                    ResourceType.of(kind),
                                    ObjectKey.namespaced(live.namespace(), reference.name()));
            if (object.isEmpty()) {
                return new OwnerSight.Missing(reference);
            }
            Workload owner = Workload.of(kind, object.get());
            String uid = owner.uid().orElse("");
            return uid.equals(reference.uid())
                    ? present(owner, live)
                    : new OwnerSight.OtherUid(reference, uid);
        } catch (KubernetesApiException | UnsupportedWorkloadException e) {
            return new OwnerSight.NotRead(reference);
        }
    }

    private OwnerSight present(Workload owner, Workload live) {
        Optional<StampStatement> verified =
                verifier.verify(StampAnnotations.own(owner), owner)
                                instanceof Verification.Verified holds
                        ? Optional.of(holds.statement())
                        : Optional.empty();
        return new OwnerSight.Present(owner, verified, cluster.derivation().of(owner, live));
    }

    private synchronized OwnerSight graced(String uid, OwnerSight sight) {
        OwnerReference reference =
                switch (sight) {
                    case OwnerSight.Missing missing -> missing.reference();
                    case OwnerSight.OtherUid other -> other.reference();
                    case OwnerSight.None none -> null;
                    case OwnerSight.Unsupported unsupported -> null;
                    case OwnerSight.NotRead notRead -> null;
                    case OwnerSight.Present present -> null;
                };
        if (reference == null) {
            missingSince.remove(uid);
            return sight;
        }
        Instant now = clock.instant();
        Instant since = missingSince.computeIfAbsent(uid, u -> now);
        if (missingSince.size() > MAXIMUM_WAITS) {
            missingSince.pollFirstEntry();
        }
        return now.isBefore(since.plus(grace)) ? new OwnerSight.NotRead(reference) : sight;
    }
}
