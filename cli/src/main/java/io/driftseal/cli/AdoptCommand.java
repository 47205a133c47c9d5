package io.driftseal.cli;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.JsonWriter;
import io.driftseal.workload.json.MalformedJsonException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes what runs today the baseline that later changes are found against. */
@Command(
        name = "adopt",
        mixinStandardHelpOptions = true,
        description = {
            "Record what runs today as a signed baseline: observed, not approved. Nothing is written",
            "to the workloads and nothing restarts. What was adopted before stays as it was, and what",
            "deviates is left alone, so it is safe to run again."
        },
        footer = Group.EXIT_CODES)
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class AdoptCommand implements Callable<Integer> {

    private static final List<String> LEFT_OUT =
            List.of("terminating", "static-pod", "exempt", "unreadable");

    @Spec private CommandSpec spec;

    @Mixin private ScannerOptions scanner;

    @Parameters(paramLabel = "NAMESPACE", arity = "0..*", description = "Namespaces to adopt.")
    private List<String> namespaces = List.of();

    @Option(
            names = {"-A", "--all-namespaces"},
            description = "Everything that the scanner looks at.")
    private boolean all;

    @Option(names = "--dry-run", description = "Only say what would be adopted.")
    private boolean dryRun;

    @Option(
            names = "--accept-drift",
            description = {
                "Adopt as it is now also what changed since it was adopted or has findings.",
                "The earlier baseline and the findings stay in evidence."
            })
    private boolean acceptDrift;

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Override
    public Integer call() throws CommandFailedException {
        if (all == !namespaces.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "name the namespaces to adopt, or --all-namespaces");
        }
        for (String namespace : namespaces) {
            NamespaceName.check(spec.commandLine(), "NAMESPACE", namespace);
        }
        Result result = new Result();
        ServiceConnection connection = scanner.connection();
        for (String namespace : all ? List.of("") : namespaces) {
            adopt(connection, namespace, result);
        }
        if (json) {
            spec.commandLine().getOut().println(JsonWriter.writeString(result.document()));
        } else {
            print(result, spec.commandLine().getOut());
        }
        boolean complete =
                Stream.of("drifted", "not-signed", "unreadable")
                        .allMatch(standing -> result.total(standing) == 0);
        return dryRun || complete ? ExitCode.YES : ExitCode.NO;
    }

    private void adopt(ServiceConnection connection, String namespace, Result result)
            throws CommandFailedException {
        String after = "";
        do {
            JsonObject question =
                    JsonObject.builder()
                            .put("namespace", namespace)
                            .put("dryRun", dryRun)
                            .put("acceptDrift", acceptDrift)
                            .put("after", after)
                            .build();
            JsonObject page = page(connection.post("/v1/adoptions", JsonWriter.write(question)));
            result.add(page);
            after = page.string("next").orElse("");
            if (!after.isEmpty()) {
                spec.commandLine()
                        .getErr()
                        .println(
                                result.total("new") + (dryRun ? " found" : " adopted") + " so far");
            }
        } while (!after.isEmpty());
    }

    private static JsonObject page(byte[] answer) throws CommandFailedException {
        try {
            return JsonReader.readObject(answer, JsonLimits.objectList());
        } catch (MalformedJsonException e) {
            throw new CommandFailedException(
                    "the scanner's answer cannot be read: " + e.getMessage(), e);
        }
    }

    private void print(Result result, PrintWriter out) {
        Table table =
                new Table(
                        "NAMESPACE",
                        dryRun ? "WOULD ADOPT" : "ADOPTED",
                        "BEFORE",
                        "STAMPED",
                        "DRIFTED",
                        "NOT SIGNED",
                        "LEFT OUT");
        result.counts.forEach((namespace, counts) ->
                table.row(
                        namespace,
                        counts.getOrDefault("new", 0L),
                        counts.getOrDefault("adopted", 0L),
                        counts.getOrDefault("stamped", 0L),
                        counts.getOrDefault("drifted", 0L),
                        counts.getOrDefault("not-signed", 0L),
                        LEFT_OUT.stream().mapToLong(w -> counts.getOrDefault(w, 0L)).sum()));
        table.print(out);
        out.println();
        for (JsonObject workload : result.workloads) {
            out.println(sentence(workload));
        }
        out.println(
                dryRun
                        ? result.total("new") + " would be adopted. Nothing was recorded."
                        : result.total("new")
                                + " adopted: observed, not approved. A baseline approves nothing;"
                                + " enforce still refuses what has no stamp.");
    }

    private String sentence(JsonObject workload) {
        String name =
                Outline.printable(
                        workload.string("kind").orElse("")
                                + " "
                                + workload.string("namespace").orElse("")
                                + "/"
                                + workload.string("name").orElse(""));
        return switch (workload.string("standing").orElse("")) {
            case "new" -> (dryRun ? "new      " : "adopted  ") + name;
            case "drifted" ->
                    "drifted  "
                            + name
                            + ": left as it is; see 'driftseal verdicts', --accept-drift";
            default -> "not done " + name + ": " + why(workload.string("detail").orElse(""));
        };
    }

    private static String why(String cause) {
        return switch (cause) {
            case "changed" -> "it changed in this moment; run the command again";
            case "gone" -> "it is gone";
            case "stamped" -> "it was stamped in this moment, and needs no baseline";
            case "terminating" -> "it is being deleted";
            case "exempt" -> "its namespace is exempt for the webhook";
            case "unreadable" -> "the webhook could not read it; see its log";
            case "no-key" -> "the webhook has no valid key; run 'driftseal keys rotate'";
            case "signature-refused" ->
                    "the signature is not by a key of this installation, or over something else";
            default -> Outline.printable(cause);
        };
    }

    /** Everything that the pages said. */
    private static final class Result {
        private final Map<String, Map<String, Long>> counts = new TreeMap<>();
        private final List<JsonObject> workloads = new ArrayList<>();

        void add(JsonObject page) {
            for (JsonObject namespace : page.objects("namespaces")) {
                Map<String, Long> sum =
                        counts.computeIfAbsent(
                                namespace.string("namespace").orElse(""),
                                _ -> new LinkedHashMap<>());
                namespace
                        .object("counts")
                        .members()
                        .forEach(
                                (standing, value) -> sum.merge(standing, number(value), Long::sum));
            }
            workloads.addAll(page.objects("workloads"));
        }

        long total(String standing) {
            return counts.values().stream().mapToLong(c -> c.getOrDefault(standing, 0L)).sum();
        }

        JsonObject document() {
            List<JsonValue> namespaces = new ArrayList<>();
            counts.forEach((name, sum) -> {
                JsonObject.Builder numbers = JsonObject.builder();
                sum.forEach(numbers::put);
                namespaces.add(
                        JsonObject.builder()
                                .put("namespace", name)
                                .put("counts", numbers.build())
                                .build());
            });
            return JsonObject.builder()
                    .put("namespaces", new JsonArray(namespaces))
                    .put("workloads", new JsonArray(List.copyOf(workloads)))
                    .build();
        }

        private static long number(JsonValue value) {
            return value instanceof JsonNumber number ? number.whole().orElse(0) : 0;
        }
    }
}
