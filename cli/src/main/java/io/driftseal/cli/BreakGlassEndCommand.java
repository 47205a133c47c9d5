package io.driftseal.cli;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.workload.json.JsonNull;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a namespace enforce again before the time that was given. */
@Command(
        name = "end",
        mixinStandardHelpOptions = true,
        description = "Make a namespace enforce again, now.",
        footer = Group.EXIT_CODES)
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class BreakGlassEndCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec private CommandSpec spec;

    @Mixin private ClusterOptions cluster;

    @Parameters(paramLabel = "NAMESPACE")
    private String namespace;

    BreakGlassEndCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandFailedException {
        NamespaceName.check(spec.commandLine(), "NAMESPACE", namespace);
        try (KubernetesApi api = cluster.connect(surroundings)) {
            if (new ClusterReader(api).get(ResourceType.NAMESPACES, namespace).isEmpty()) {
                throw new CommandFailedException("there is no namespace " + namespace);
            }
            BreakGlassOpenCommand.write(api, namespace, JsonNull.INSTANCE, JsonNull.INSTANCE);
        }
        spec.commandLine().getOut().println("Namespace " + namespace + " enforces again.");
        return ExitCode.YES;
    }
}
