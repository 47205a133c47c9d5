package io.driftseal.cli;

import io.driftseal.cli.doors.DoorCheck;
import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.workload.json.JsonWriter;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Knocks at every door of a cluster. */
@Command(
        name = "doors",
        mixinStandardHelpOptions = true,
        description = {
            "Knock at every door of a cluster and say which are watched.",
            "",
            "Reads the webhook configurations, policies and namespaces, then makes a namespace of its",
            "own in mode enforce with one pod that is never scheduled, knocks at each door of it",
            "(dry runs, and connections with nothing behind them), and removes it again."
        },
        footer =
                "Exit status: 0 every door that should be watched is, 1 one is not, 2 wrong usage.")
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class DoorsCommand implements Callable<Integer> {

    /** What every installation leaves alone, besides the namespace that it is served from. */
    private static final List<String> ALWAYS_EXEMPT =
            List.of("kube-system", OwnTraces.DEFAULT_NAMESPACE);

    private final Surroundings surroundings;

    @Spec private CommandSpec spec;

    @Mixin private ClusterOptions cluster;

    @Option(names = "--yes", description = "Make and remove the namespace without asking.")
    private boolean yes;

    @Option(
            names = "--look-only",
            description = "Read what is configured; make nothing, knock nowhere.")
    private boolean lookOnly;

    @Option(
            names = "--exempt",
            paramLabel = "NAMESPACE",
            description =
                    "A namespace that shall not be watched; kube-system and the namespace of the installation"
                            + " need no naming.")
    private List<String> exempt = List.of();

    @Option(
            names = "--open",
            paramLabel = "DOOR",
            description = "A door that your policy opens also in tier restricted.")
    private List<String> open = List.of();

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    DoorsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandFailedException {
        PrintWriter out = spec.commandLine().getOut();
        String namespace = "driftseal-doors-" + random();
        if (!lookOnly && !yes && !confirmed(namespace)) {
            throw new CommandFailedException(
                    "nothing was done; say --yes to make the namespace, or --look-only to read only");
        }
        DoorCheck check;
        try (KubernetesApi api = cluster.connect(surroundings)) {
            check = check(api, namespace);
        } catch (KubernetesApiException e) {
            throw new CommandFailedException(
                    "the cluster refused: " + e.getMessage() + " (namespace " + namespace + ")", e);
        }
        if (json) {
            out.println(JsonWriter.writeString(check.document()));
        } else {
            check.print(out);
        }
        return check.complete() ? ExitCode.YES : ExitCode.NO;
    }

    private DoorCheck check(KubernetesApi api, String namespace) {
        Set<String> left = new HashSet<>(ALWAYS_EXEMPT);
        left.addAll(exempt);
        return lookOnly
                ? DoorCheck.looking(api, OwnTraces.DEFAULT_NAMESPACE, left, Set.copyOf(open))
                : DoorCheck.knocking(
                        api, namespace, OwnTraces.DEFAULT_NAMESPACE, left, Set.copyOf(open));
    }

    private boolean confirmed(String namespace) throws CommandFailedException {
        return Confirmation.given(
                "Make the namespace " + namespace + ", knock, and remove it again?",
                spec.commandLine().getErr(),
                surroundings.input());
    }

    private String random() {
        byte[] bytes = new byte[4];
        surroundings.random().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
