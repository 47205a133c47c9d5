package io.driftseal.system.coexistence;

import io.driftseal.system.cluster.ProgramRun;
import io.driftseal.testsupport.ProgramLocator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The comparison of Argo CD and the reconciliation of Flux, by their own libraries.
 *
 * @param kubeconfig as whom
 */
record GitOpsTools(Path kubeconfig) {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** One line for each object: its name and the tool's word. */
    List<String> run(String mode, String manifests) {
        String program = ProgramLocator.ofProcess().locate("gitops").toString();
        return ProgramRun.run(
                        List.of(program, kubeconfig.toString(), mode), Map.of(), manifests, LIMIT)
                .require()
                .lines()
                .toList();
    }
}
