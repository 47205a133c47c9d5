package io.driftseal.webhook.stamping;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.workload.OwnerReference;
import io.driftseal.workload.UnsupportedWorkloadException;
import io.driftseal.workload.Workload;
import io.driftseal.workload.WorkloadKind;
import io.driftseal.workload.json.JsonObject;
import java.util.Optional;

/**
 * Reads the owner that an object claims. Always live: an owner reference can name anything, and the
 * controller that made the child just saw its owner, so a cache could only be behind it.
 */
final class OwnerDirectory {
    private final KubernetesApi api;

    OwnerDirectory(KubernetesApi api) {
        this.api = api;
    }

    Answer find(String namespace, OwnerReference owner, WorkloadKind kind) {
        try {
            Optional<JsonObject> tree =
                    api.get(ResourceType.of(kind), ObjectKey.namespaced(namespace, owner.name()));
            if (tree.isEmpty()) {
                return new Absent();
            }
            Workload found = Workload.of(kind, tree.get());
            return found.uid().equals(Optional.of(owner.uid()))
                    ? new Found(found)
                    : new Recreated(found.uid().orElse(""));
        } catch (KubernetesApiException.NotFound e) {
            return new Absent();
        } catch (KubernetesApiException | UnsupportedWorkloadException e) {
            return new Unreadable(String.valueOf(e.getMessage()));
        }
    }

    sealed interface Answer {}

    record Found(Workload owner) implements Answer {}

    /** None of that name. */
    record Absent() implements Answer {}

    /** Another one of that name: deleted and made again, or the claim was never true. */
    record Recreated(String liveUid) implements Answer {}

    record Unreadable(String reason) implements Answer {}
}
