package io.driftseal.cli;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.workload.json.JsonObject;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where access grants are: the cluster, by the caller's own rights, and the namespace. */
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class GrantPlace {

    @Mixin private ClusterOptions cluster;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NS",
            required = true,
            description = "Namespace of the workload; for a node, that of Driftseal.")
    private String namespace;

    String namespace() {
        return namespace;
    }

    /** What one command does with the cluster. */
    @FunctionalInterface
    interface Work<R> {
        R with(KubernetesApi api) throws CommandFailedException;
    }

    <R> R work(Surroundings surroundings, Work<R> work) throws CommandFailedException {
        try (KubernetesApi api = cluster.connect(surroundings)) {
            return work.with(api);
        } catch (KubernetesApiException e) {
            throw new CommandFailedException(Outline.printable(String.valueOf(e.getMessage())), e);
        }
    }

    JsonObject existing(KubernetesApi api, String name) throws CommandFailedException {
        Optional<JsonObject> grant = api.get(ResourceType.ACCESS_GRANTS, key(name));
        return grant.orElseThrow(() ->
                new CommandFailedException(
                        "namespace "
                                + namespace
                                + " has no access grant of this name; see"
                                + " 'driftseal grant list -n "
                                + namespace
                                + "'"));
    }

    ObjectKey key(String name) {
        return ObjectKey.namespaced(namespace, name);
    }
}
