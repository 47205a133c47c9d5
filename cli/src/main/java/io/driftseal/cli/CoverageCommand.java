package io.driftseal.cli;

import io.driftseal.cli.Coverage.Column;
import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.Selection;
import io.driftseal.kubernetes.UnreadableObject;
import io.driftseal.workload.KindName;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.JsonWriter;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what is covered, and what is not. */
@Command(
        name = "coverage",
        mixinStandardHelpOptions = true,
        description = {
            "Count every workload that the API server lists by what is known of it: stamped, adopted,",
            "drifted, unstamped, unknown with why. What is not looked at is said."
        },
        footer = Group.EXIT_CODES)
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class CoverageCommand implements Callable<Integer> {

    private static final String NO_SENSOR =
            "mounts, processes and network of running containers: no sensor reports them";

    private final Surroundings surroundings;

    @Spec private CommandSpec spec;

    @Mixin private ScannerOptions scanner;

    @Mixin private ClusterOptions cluster;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            description = "Of this namespace only.")
    private @Nullable String namespace;

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    CoverageCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandFailedException {
        String only = namespace;
        if (only != null) {
            NamespaceName.check(spec.commandLine(), "--namespace", only);
        }
        // First, so that a workload that is listed and has no verdict came after them.
        Map<String, JsonObject> verdicts = verdicts(only);
        try (KubernetesApi api = cluster.connect(surroundings)) {
            ClusterReader reader = new ClusterReader(api);
            AdmissionScope scope = AdmissionScope.of(reader);
            Map<String, Coverage> places = places(reader, scope, only);
            List<String> notLookedAt = new ArrayList<>();
            for (ResourceType type : PodMakers.of(api, scope)) {
                count(reader, type, places, verdicts);
                if (scope.installed() && !scope.stamps(type)) {
                    notLookedAt.add("admission of " + type.plural() + ": no rule names them");
                }
            }
            notLookedAt.add(NO_SENSOR);
            if (!scope.installed()) {
                notLookedAt.addFirst(
                        "admission: there is no webhook configuration zz-driftseal-stamp");
            }
            Report report = new Report(places.values(), scope, notLookedAt);
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(JsonWriter.writeString(report.document()));
            } else {
                report.print(out);
            }
        }
        return ExitCode.YES;
    }

    private Map<String, JsonObject> verdicts(@Nullable String only) throws CommandFailedException {
        String path = only == null ? "/v1/verdicts" : "/v1/verdicts?namespace=" + only;
        Map<String, JsonObject> byUid = new HashMap<>();
        if (scanner.connection().getJson(path) instanceof JsonObject answer) {
            for (JsonObject verdict : answer.objects("verdicts")) {
                verdict.string("workload", "uid").ifPresent(uid -> byUid.put(uid, verdict));
            }
        }
        return byUid;
    }

    private static Map<String, Coverage> places(
            ClusterReader reader, AdmissionScope scope, @Nullable String only)
            throws CommandFailedException {
        Map<String, Coverage> places = new TreeMap<>();
        reader.each(
                ResourceType.NAMESPACES,
                Selection.everything(),
                object -> {
                    String name = object.string("metadata", "name").orElse("");
                    if (only == null || only.equals(name)) {
                        Map<String, String> labels = new LinkedHashMap<>();
                        object.object("metadata", "labels")
                                .members()
                                .forEach((key, value) -> {
                                    if (value instanceof JsonString text) {
                                        labels.put(key, text.value());
                                    }
                                });
                        boolean exempt = scope.exemptNamespaces().contains(name);
                        places.put(name, new Coverage(name, labels, exempt));
                    }
                });
        if (only != null && places.isEmpty()) {
            throw new CommandFailedException("there is no namespace " + only);
        }
        return places;
    }

    private void count(
            ClusterReader reader,
            ResourceType type,
            Map<String, Coverage> places,
            Map<String, JsonObject> verdicts)
            throws CommandFailedException {
        String stampKey =
                "stamp.driftseal.io/" + KindName.of(type.group(), type.kind()).lowerCase();
        Selection where =
                namespace == null ? Selection.everything() : Selection.inNamespace(namespace);
        reader.each(
                type,
                where,
                new ClusterReader.Visit() {
                    @Override
                    public void object(JsonObject object) {
                        JsonObject metadata = object.object("metadata");
                        counted(
                                metadata.string("namespace").orElse(""),
                                metadata.string("uid").orElse(""),
                                metadata.object("annotations").has(stampKey));
                    }

                    // It is there, and nobody can say more of it: unknown.
                    @Override
                    public void unreadable(ResourceType ofType, UnreadableObject object) {
                        counted(object.namespace(), object.uid(), true);
                    }

                    private void counted(String place, String uid, boolean stamp) {
                        Optional<JsonObject> verdict = Optional.ofNullable(verdicts.get(uid));
                        Optional.ofNullable(places.get(place))
                                .ifPresent(known ->
                                        known.count(
                                                type.kind(),
                                                column(verdict, stamp),
                                                cause(verdict)));
                    }
                });
    }

    private static Column column(Optional<JsonObject> verdict, boolean stamp) {
        return switch (verdict.flatMap(v -> v.string("verdict")).orElse("")) {
            case "clean" -> Column.STAMPED;
            case "adopted" -> Column.ADOPTED;
            case "drifted" -> Column.DRIFTED;
            default -> stamp ? Column.UNKNOWN : Column.UNSTAMPED;
        };
    }

    private static String cause(Optional<JsonObject> verdict) {
        return verdict.isEmpty()
                ? "the scanner has no verdict: it came a moment ago, or its kind is not configured"
                : verdict.get().string("cause").orElse("");
    }

    /** Everything that is said. */
    private record Report(
            Iterable<Coverage> places, AdmissionScope scope, List<String> notLookedAt) {

        void print(PrintWriter out) {
            Table table =
                    new Table(
                            "NAMESPACE",
                            "MODE",
                            "KIND",
                            "TOTAL",
                            "STAMPED",
                            "ADOPTED",
                            "DRIFTED",
                            "UNSTAMPED",
                            "UNKNOWN",
                            "STAMPED %");
            int total = 0;
            int stamped = 0;
            int adopted = 0;
            for (Coverage place : places) {
                place.addTo(table);
                total += place.total();
                stamped += place.total(Column.STAMPED);
                adopted += place.total(Column.ADOPTED);
            }
            table.print(out);
            out.println();
            for (Coverage place : places) {
                place.causes()
                        .forEach((cause, count) ->
                                out.println(
                                        place.namespace()
                                                + ": "
                                                + count
                                                + " "
                                                + Outline.printable(cause)));
            }
            out.println(
                    "Of "
                            + total
                            + " workloads "
                            + Coverage.percent(stamped, total)
                            + " % are stamped and "
                            + Coverage.percent(adopted, total)
                            + " % adopted: observed, not approved.");
            out.println("Doors that are watched: " + String.join(", ", scope.doors()));
            out.println(
                    "Exempt namespaces: " + String.join(", ", sorted(scope.exemptNamespaces())));
            out.println("Not looked at:");
            notLookedAt.forEach(what -> out.println("  " + what));
        }

        JsonObject document() {
            List<JsonValue> namespaces = new ArrayList<>();
            for (Coverage place : places) {
                if (!place.isEmpty()) {
                    namespaces.add(place.document());
                }
            }
            return JsonObject.builder()
                    .put("namespaces", new JsonArray(namespaces))
                    .put("doors", JsonArray.ofStrings(scope.doors()))
                    .put("exemptNamespaces", JsonArray.ofStrings(sorted(scope.exemptNamespaces())))
                    .put("notLookedAt", JsonArray.ofStrings(notLookedAt))
                    .build();
        }

        private static List<String> sorted(Iterable<String> texts) {
            List<String> all = new ArrayList<>();
            texts.forEach(all::add);
            all.sort(java.util.Comparator.naturalOrder());
            return all;
        }
    }
}
