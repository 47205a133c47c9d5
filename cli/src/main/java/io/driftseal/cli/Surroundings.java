package io.driftseal.cli;

import io.driftseal.kubernetes.KubernetesApi;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;

/**
 * What a command takes from the world around it; its output goes where picocli's command line says.
 *
 * @param kubeconfig the one that is used where no option names another
 * @param clusters how a kubeconfig becomes a connection
 * @param opa the OPA program; empty where there is none
 */
record Surroundings(
        Clock clock,
        SecureRandom random,
        InputStream input,
        Path kubeconfig,
        Clusters clusters,
        Optional<Path> opa) {

    /** Opens connections to clusters. */
    @FunctionalInterface
    interface Clusters {

        /**
         * @throws IllegalArgumentException with what to change when the file cannot be used
         */
        KubernetesApi connect(Path kubeconfig);
    }
}
