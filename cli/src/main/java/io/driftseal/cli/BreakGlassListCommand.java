package io.driftseal.cli;

import io.driftseal.decision.BreakGlass;
import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.Selection;
import io.driftseal.workload.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the namespaces that somebody let pass. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = {
            "List the namespaces that pass everything, and labels left behind.",
            "Status 1 if a label is past its end, or says none: remove it by 'break-glass end'."
        },
        footer = Group.EXIT_CODES)
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class BreakGlassListCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec private CommandSpec spec;

    @Mixin private ClusterOptions cluster;

    BreakGlassListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandFailedException {
        Instant now = surroundings.clock().instant();
        Table table = new Table("NAMESPACE", "STATE", "REASON");
        int[] left = new int[1];
        try (KubernetesApi api = cluster.connect(surroundings)) {
            new ClusterReader(api)
                    .each(
                            ResourceType.NAMESPACES,
                            Selection.everything().withLabels(BreakGlass.LABEL),
                            namespace -> left[0] += row(table, namespace, now) ? 1 : 0);
        }
        table.print(spec.commandLine().getOut());
        return left[0] == 0 ? ExitCode.YES : ExitCode.NO;
    }

    /** Whether this label means nothing any more. */
    private static boolean row(Table table, JsonObject namespace, Instant now) {
        String value = namespace.string("metadata", "labels", BreakGlass.LABEL).orElse("");
        if (value.isEmpty()) {
            return false;
        }
        BreakGlass glass = BreakGlass.of(Map.of(BreakGlass.LABEL, value), now);
        table.row(
                namespace.string("metadata", "name").orElse(""),
                words(glass),
                namespace
                        .string("metadata", "annotations", BreakGlass.REASON_ANNOTATION)
                        .orElse(""));
        return !(glass instanceof BreakGlass.Open);
    }

    private static String words(BreakGlass glass) {
        return switch (glass) {
            case BreakGlass.None _ -> "";
            case BreakGlass.Open(Instant until) -> "open until " + until;
            case BreakGlass.Ended(Instant until) -> "ended at " + until;
            case BreakGlass.Malformed _ -> "no end within a day";
        };
    }
}
