package io.driftseal.cli;

import io.driftseal.workload.CustomRoots;
import io.driftseal.workload.WorkloadKinds;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which kinds are workloads here, beside those of Kubernetes. */
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class KindOptions {

    @Option(
            names = "--custom-roots",
            paramLabel = "FILE",
            description = {
                "JSON file with the custom kinds that the installation stamps, for an object of"
                        + " one.",
                "As the webhook has it: ConfigMap driftseal-custom-roots."
            })
    private @Nullable Path file;

    WorkloadKinds kinds() throws CommandFailedException {
        try {
            return CustomRoots.read(Optional.ofNullable(file)).kinds();
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        }
    }
}
