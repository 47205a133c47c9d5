package io.driftseal.webhook.stamping;

import io.driftseal.decision.Requester;
import io.driftseal.workload.OwnerReference;
import io.driftseal.workload.Workload;
import io.driftseal.workload.WorkloadKind;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which controller makes which child.
 *
 * @param controllers user names that may make the children of an owner of this kind
 */
public record Ownership(Map<WorkloadKind, Set<String>> controllers) {
    public Ownership {
        controllers = Map.copyOf(controllers);
    }

    /** The kind whose controller makes objects of this kind. */
    public static Optional<WorkloadKind> parentKind(WorkloadKind kind) {
        return switch (kind) {
            case POD -> Optional.of(WorkloadKind.REPLICA_SET);
            case REPLICA_SET -> Optional.of(WorkloadKind.DEPLOYMENT);
            case DEPLOYMENT -> Optional.empty();
        };
    }

    /**
     * The owner this object claims to be made by, if it is of the kind that makes such objects. An
     * object of any other owner is decided on its own, as a root.
     */
    public static Optional<OwnerReference> claimedParent(Workload workload) {
        Optional<WorkloadKind> parent = parentKind(workload.kind());
        return workload.controllerOwner()
                .filter(owner -> WorkloadKind.of(owner.apiVersion(), owner.kind()).equals(parent));
    }

    /** Whether the requester is the controller that makes children of this kind. */
    public boolean isController(WorkloadKind childKind, Requester requester) {
        return parentKind(childKind)
                .map(parent -> controllers.getOrDefault(parent, Set.of()))
                .filter(names -> names.contains(requester.username()))
                .isPresent();
    }
}
