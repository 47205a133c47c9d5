package io.driftseal.webhook.stamping;

import io.driftseal.decision.Requester;
import io.driftseal.workload.BuiltInKind;
import io.driftseal.workload.OwnerReference;
import io.driftseal.workload.Workload;
import io.driftseal.workload.WorkloadKind;
import io.driftseal.workload.WorkloadKinds;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which controller makes which child.
 *
 * @param controllers user names that may make the children of an owner of this kind
 */
public record Ownership(WorkloadKinds kinds, Map<WorkloadKind, Set<String>> controllers) {

    private static final String STARTED_BY_HAND = "cronjob.kubernetes.io/instantiate";

    public Ownership {
        controllers = Map.copyOf(controllers);
    }

    /**
     * The owner this object claims to be made by, if controllers of that kind make such objects. An
     * object of any other owner is decided on its own, as a root. So is a Job that a person started
     * from a CronJob ({@code kubectl create job --from}), which says so itself.
     */
    public Optional<OwnerReference> claimedParent(Workload workload) {
        boolean startedByHand =
                workload.kind() == BuiltInKind.JOB
                        && "manual".equals(workload.annotations().get(STARTED_BY_HAND));
        return startedByHand ? Optional.empty() : kinds.claimedParent(workload);
    }

    /** On whose behalf a child would be made again; empty where no controller makes it. */
    Optional<Requester> controllerOf(Workload child) {
        return claimedParent(child)
                .flatMap(kinds::of)
                .flatMap(maker ->
                        controllers.getOrDefault(maker, Set.of()).stream().sorted().findFirst())
                .map(name -> new Requester(name, List.of()));
    }

    /** Whether the requester is the controller that makes the children of this owner. */
    public boolean isController(OwnerReference owner, Requester requester) {
        return kinds.of(owner)
                .map(kind -> controllers.getOrDefault(kind, Set.of()))
                .filter(names -> names.contains(requester.username()))
                .isPresent();
    }
}
