package io.driftseal.webhook.access;

import io.driftseal.decision.AccessedPod;
import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.stamp.StampVerifier;
import io.driftseal.workload.BuiltInKind;
import io.driftseal.workload.UnsupportedWorkloadException;
import io.driftseal.workload.Workload;
import io.driftseal.workload.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The pod behind a door, read live: the request names it and says nothing more. */
public final class PodDirectory {
    private final KubernetesApi api;
    private final StampVerifier verifier;

    public PodDirectory(KubernetesApi api, StampVerifier verifier) {
        this.api = api;
        this.verifier = verifier;
    }

    Answer find(String namespace, String name) {
        try {
            Optional<JsonObject> tree =
                    api.get(ResourceType.PODS, ObjectKey.namespaced(namespace, name));
            if (tree.isEmpty()) {
                return new Absent();
            }
            Workload pod = Workload.of(BuiltInKind.POD, tree.get());
            return new Found(
                    new AccessedPod(
                            name,
                            pod.uid().orElse(""),
                            pod.labels(),
                            StampedPolicy.of(verifier, pod)),
                    containers(tree.get()),
                    addresses(tree.get()));
        } catch (KubernetesApiException.NotFound e) {
            return new Absent();
        } catch (KubernetesApiException | UnsupportedWorkloadException e) {
            return new Unreadable();
        }
    }

    private static List<String> containers(JsonObject pod) {
        return pod.objects("spec", "containers").stream()
                .flatMap(container -> container.string("name").stream())
                .toList();
    }

    private static Set<String> addresses(JsonObject pod) {
        var addresses = new HashSet<String>();
        pod.string("status", "podIP").ifPresent(addresses::add);
        pod.objects("status", "podIPs").forEach(ip -> ip.string("ip").ifPresent(addresses::add));
        return addresses;
    }

    sealed interface Answer {}

    record Found(AccessedPod pod, List<String> containers, Set<String> addresses)
            implements Answer {
        Found {
            containers = List.copyOf(containers);
            addresses = Set.copyOf(addresses);
        }
    }

    record Absent() implements Answer {}

    record Unreadable() implements Answer {}
}
