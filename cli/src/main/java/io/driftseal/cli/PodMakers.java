package io.driftseal.cli;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.workload.BuiltInKind;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The types that are pods or make them: those of Kubernetes, and custom ones that we stamp. */
final class PodMakers {

    private PodMakers() {}

    /** Roots before what they make, so that nothing copies from above what was changed below. */
    static List<ResourceType> builtIn() {
        return Stream.of(BuiltInKind.values())
                .map(ResourceType::of)
                .sorted(Comparator.comparingInt(PodMakers::depth))
                .toList();
    }

    /** With the custom kinds that the stamping configuration names and the cluster serves. */
    static List<ResourceType> of(KubernetesApi api, AdmissionScope scope)
            throws CommandFailedException {
        List<ResourceType> builtIn = builtIn();
        try {
            Stream<ResourceType> custom =
                    api.served().listable().stream()
                            .filter(ResourceType::namespaced)
                            .filter(type -> scope.stamps(type) && !builtIn.contains(type));
            return Stream.concat(custom, builtIn.stream()).toList();
        } catch (KubernetesApiException e) {
            throw ClusterReader.failed("ask what the cluster serves", e);
        }
    }

    private static int depth(ResourceType type) {
        return switch (type.kind()) {
            case "ReplicaSet", "Job" -> 1;
            case "Pod" -> 2;
            default -> 0;
        };
    }
}
