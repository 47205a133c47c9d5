package io.driftseal.cli;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.admission.OffSwitch;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Switches admission on again. */
@Command(
        name = "on",
        mixinStandardHelpOptions = true,
        description = {
            "Switch admission on again after 'driftseal off'. What came in meanwhile is not"
                    + " stamped: the drift scanner finds it, 'driftseal coverage' counts it."
        },
        footer = Group.EXIT_CODES)
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class OnCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec private CommandSpec spec;

    @Mixin private ClusterOptions cluster;

    OnCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandFailedException {
        try (KubernetesApi api = cluster.connect(surroundings)) {
            new OwnWebhooks(api).change(OffSwitch::on);
        }
        spec.commandLine().getOut().println("On: the webhook is asked again.");
        return ExitCode.YES;
    }
}
