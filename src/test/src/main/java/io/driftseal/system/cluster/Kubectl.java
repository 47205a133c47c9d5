package io.driftseal.system.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * kubectl of the cluster's own version with one kubeconfig, leaving the user's configuration and
 * cache alone.
 *
 * @param program path of kubectl
 * @param kubeconfig who it speaks as
 * @param cache folder for its discovery cache
 */
public record Kubectl(Path program, Path kubeconfig, Path cache) {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** Runs to its end, at most two minutes. */
    public CommandResult run(String... arguments) {
        return runWithInput("", arguments);
    }

    /** Runs with something on its standard input, as in {@code apply -f -}. */
    public CommandResult runWithInput(String input, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.add("--kubeconfig=" + kubeconfig);
        command.addAll(List.of(arguments));
        return ProgramRun.run(command, Map.of("KUBECACHEDIR", cache.toString()), input, LIMIT);
    }

    /** Applies a manifest and requires that it was accepted. */
    public String apply(String manifest) {
        return runWithInput(manifest, "apply", "-f", "-").require();
    }
}
