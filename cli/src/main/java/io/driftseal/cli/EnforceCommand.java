package io.driftseal.cli;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.Patch;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.Selection;
import io.driftseal.kubernetes.WriteOptions;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.JsonWriter;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Moves a namespace to enforce, after saying what that would refuse. */
@Command(
        name = "enforce",
        mixinStandardHelpOptions = true,
        description = {
            "Rehearse enforce in a namespace: list what would be refused if it were switched on now,",
            "by the webhook's own rules and policy. If nothing would be, or with --accept, set the",
            "label driftseal.io/mode=enforce; with --dry-run never."
        },
        footer = Group.EXIT_CODES)
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class EnforceCommand implements Callable<Integer> {

    private static final String MODE = "driftseal.io/mode";

    private final Surroundings surroundings;

    @Spec private CommandSpec spec;

    @Mixin private RehearsalOptions services;

    @Mixin private ClusterOptions cluster;

    @Parameters(paramLabel = "NAMESPACE", arity = "0..1", description = "The namespace.")
    private @Nullable String namespace;

    @Option(names = "--all", description = "Every namespace that is not exempt; with --dry-run.")
    private boolean all;

    @Option(names = "--dry-run", description = "Only rehearse.")
    private boolean dryRun;

    @Option(names = "--accept", description = "Switch although something would be refused.")
    private boolean accept;

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    EnforceCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandFailedException {
        String only = namespace;
        if (all == (only != null)) {
            throw new ParameterException(spec.commandLine(), "name a namespace, or --all");
        }
        if (all && !dryRun) {
            throw new ParameterException(
                    spec.commandLine(), "--all only with --dry-run; switch namespaces one by one");
        }
        if (only != null) {
            NamespaceName.check(spec.commandLine(), "NAMESPACE", only);
        }
        try (KubernetesApi api = cluster.connect(surroundings)) {
            List<String> names = only == null ? everyNamespace(api) : List.of(existing(api, only));
            EnforceRehearsal rehearsal =
                    new EnforceRehearsal(
                            api,
                            services.webhook(),
                            services.scanner(),
                            surroundings.clock().instant());
            List<RehearsalReport> reports = new ArrayList<>();
            for (String name : names) {
                reports.add(rehearsal.of(name));
            }
            boolean clear = reports.stream().allMatch(RehearsalReport::isEmpty);
            print(reports);
            if (!dryRun && only != null && (clear || accept)) {
                label(api, only);
                return ExitCode.YES;
            }
            if (!dryRun) {
                spec.commandLine()
                        .getErr()
                        .println("Not switched. Mend the above, or switch with --accept.");
            }
            return clear ? ExitCode.YES : ExitCode.NO;
        }
    }

    private void print(List<RehearsalReport> reports) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            List<JsonValue> documents = new ArrayList<>();
            reports.forEach(report -> documents.add(report.document()));
            out.println(
                    JsonWriter.writeString(JsonObject.of("namespaces", new JsonArray(documents))));
            return;
        }
        reports.forEach(report -> report.print(out));
        if (services.scanner().isEmpty()) {
            out.println("Doors used lately: not looked at, because --scanner is not given.");
        }
    }

    private static String existing(KubernetesApi api, String name) throws CommandFailedException {
        if (new ClusterReader(api).get(ResourceType.NAMESPACES, name).isEmpty()) {
            throw new CommandFailedException("there is no namespace " + name);
        }
        if (AdmissionScope.of(new ClusterReader(api)).exemptNamespaces().contains(name)) {
            throw new CommandFailedException(
                    "namespace " + name + " is exempt: nothing in it is ever asked about");
        }
        return name;
    }

    private static List<String> everyNamespace(KubernetesApi api) throws CommandFailedException {
        ClusterReader reader = new ClusterReader(api);
        AdmissionScope scope = AdmissionScope.of(reader);
        List<String> names = new ArrayList<>();
        reader.each(
                ResourceType.NAMESPACES,
                Selection.everything(),
                object ->
                        object.string("metadata", "name")
                                .filter(name -> !scope.exemptNamespaces().contains(name))
                                .ifPresent(names::add));
        return names;
    }

    private void label(KubernetesApi api, String name) throws CommandFailedException {
        JsonObject labels = JsonObject.of(MODE, new JsonString("enforce"));
        JsonObject change = JsonObject.of("metadata", JsonObject.of("labels", labels));
        try {
            api.patch(
                    ResourceType.NAMESPACES,
                    ObjectKey.clusterScoped(name),
                    new Patch.Merge(change),
                    WriteOptions.stored("driftseal-cli"));
        } catch (KubernetesApiException e) {
            throw ClusterReader.failed("label namespace " + name, e);
        }
        spec.commandLine()
                .getErr()
                .println(
                        "Namespace "
                                + name
                                + " is in enforce. Back: kubectl label namespace "
                                + name
                                + " driftseal.io/mode=warn --overwrite");
    }
}
