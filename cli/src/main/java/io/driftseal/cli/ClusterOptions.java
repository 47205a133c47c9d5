package io.driftseal.cli;

import io.driftseal.kubernetes.KubernetesApi;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster, and who asks it: the caller's own rights, never those of a service. */
final class ClusterOptions {

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = {
                "Its current context is used; without it $KUBECONFIG, else ~/.kube/config.",
                "Plug-ins (exec) are not started."
            })
    private @Nullable Path kubeconfig;

    /** Opens no connection yet; the caller closes it. */
    KubernetesApi connect(Surroundings surroundings) throws CommandFailedException {
        Path file = kubeconfig == null ? surroundings.kubeconfig() : kubeconfig;
        try {
            return surroundings.clusters().connect(file);
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException(
                    e.getMessage() + "; name another one by --kubeconfig", e);
        }
    }
}
