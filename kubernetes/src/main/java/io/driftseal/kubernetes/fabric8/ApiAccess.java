package io.driftseal.kubernetes.fabric8;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** How a service reaches its API server: by a kubeconfig, or as the pod that it is. */
public sealed interface ApiAccess {

    /** The current context of a file. */
    record ByKubeconfig(Path file) implements ApiAccess {}

    /**
     * By the account that the kubelet mounted: {@code token} (re-read when it changes) and {@code
     * ca.crt} in a directory.
     */
    record AsPod(URI server, Path directory) implements ApiAccess {
        static final Path MOUNTED = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    }

    /**
     * The kubeconfig where there is one, else the pod's own account.
     *
     * @param environment of the process; the kubelet says in it where the API server is
     * @throws IllegalArgumentException where there is neither
     */
    static ApiAccess of(Optional<Path> kubeconfig, Map<String, String> environment) {
        if (kubeconfig.isPresent()) {
            return new ByKubeconfig(kubeconfig.get());
        }
        String host = environment.get("KUBERNETES_SERVICE_HOST");
        String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
        if (host == null || host.isBlank()) {
            throw new IllegalArgumentException(
                    "no kubeconfig is set, and this is no pod: KUBERNETES_SERVICE_HOST is not in"
                            + " the environment");
        }
        String name = host.contains(":") ? "[" + host + "]" : host;
        return new AsPod(URI.create("https://" + name + ":" + port), AsPod.MOUNTED);
    }
}
