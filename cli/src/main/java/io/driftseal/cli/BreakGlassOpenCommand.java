package io.driftseal.cli;

import io.driftseal.decision.BreakGlass;
import io.driftseal.decision.Mode;
import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.Patch;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.WriteOptions;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets a namespace that enforces pass everything, for a while. */
@Command(
        name = "open",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Let one namespace that enforces pass everything for a while.",
            "Also while the webhook is away; while it is there, what it would have refused is"
                    + " recorded. Cluster administrators only."
        },
        footer = Group.EXIT_CODES)
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class BreakGlassOpenCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec private CommandSpec spec;

    @Mixin private ClusterOptions cluster;

    @Parameters(paramLabel = "NAMESPACE")
    private String namespace;

    @ArgGroup(exclusive = false, multiplicity = "1")
    private ForAWhile asked;

    BreakGlassOpenCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandFailedException {
        NamespaceName.check(spec.commandLine(), "NAMESPACE", namespace);
        asked.checked(spec.commandLine(), BreakGlass.LONGEST);
        Instant until =
                surroundings
                        .clock()
                        .instant()
                        .plus(asked.lasting())
                        .truncatedTo(ChronoUnit.SECONDS);
        try (KubernetesApi api = cluster.connect(surroundings)) {
            refuseWhereNothingIsRefused(api);
            write(
                    api,
                    namespace,
                    new JsonString(BreakGlass.value(until)),
                    new JsonString(asked.reason()));
        }
        spec.commandLine()
                .getOut()
                .println(
                        "Namespace "
                                + namespace
                                + " passes everything until "
                                + until
                                + ". Earlier: driftseal break-glass end "
                                + namespace);
        return ExitCode.YES;
    }

    private void refuseWhereNothingIsRefused(KubernetesApi api) throws CommandFailedException {
        JsonObject live =
                new ClusterReader(api)
                        .get(ResourceType.NAMESPACES, namespace)
                        .orElseThrow(() ->
                                new CommandFailedException("there is no namespace " + namespace));
        String mode = live.string("metadata", "labels", Mode.LABEL).orElse("");
        if (!mode.equals(Mode.ENFORCE.wireName())) {
            throw new CommandFailedException(
                    "namespace "
                            + namespace
                            + " does not enforce: Driftseal refuses nothing there");
        }
    }

    /** One write, because the label is refused without the reason beside it. */
    static void write(KubernetesApi api, String namespace, JsonValue until, JsonValue reason)
            throws CommandFailedException {
        JsonObject metadata =
                JsonObject.of(
                        "labels", JsonObject.of(BreakGlass.LABEL, until),
                        "annotations", JsonObject.of(BreakGlass.REASON_ANNOTATION, reason));
        try {
            api.patch(
                    ResourceType.NAMESPACES,
                    ObjectKey.clusterScoped(namespace),
                    new Patch.Merge(JsonObject.of("metadata", metadata)),
                    WriteOptions.stored("driftseal-cli"));
        } catch (KubernetesApiException e) {
            throw ClusterReader.failed("label namespace " + namespace, e);
        }
    }
}
