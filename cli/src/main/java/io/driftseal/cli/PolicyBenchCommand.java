package io.driftseal.cli;

import io.driftseal.cli.policy.BenchDocument;
import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.PolicyEngine;
import io.driftseal.decision.bundle.EngineStartException;
import io.driftseal.decision.bundle.PolicyRefusedException;
import io.driftseal.decision.workbench.BenchReport;
import io.driftseal.decision.workbench.BenchRound;
import io.driftseal.decision.workbench.EngineFigures;
import io.driftseal.decision.workbench.ExampleInput;
import io.driftseal.decision.workbench.PolicyBench;
import io.driftseal.decision.workbench.RuleCost;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonWriter;
import io.driftseal.workload.json.MalformedJsonException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures a decision of a directory of policies. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measure a decision in the embedded engine, and beside it by opa bench.",
            "",
            "Both answer first, and must agree; then they take turns, in one thread.",
            "Last, the time of each rule. Figures are of this machine and this moment:",
            "compare within one run only."
        },
        footer = "%nExit status: 0 measured, 1 there is no answer to measure, 2 wrong usage.")
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class PolicyBenchCommand implements Callable<Integer> {

    private static final int MOST_ROUNDS = 20;
    private static final double LONGEST_SECONDS = 60;
    private static final double WHOLE = 100;

    private final Surroundings surroundings;

    @Spec private CommandSpec spec;

    @Mixin private PolicyOption policies;

    @Option(
            names = "--question",
            paramLabel = "NAME",
            defaultValue = "admission",
            description = "admission (default), access, grant, drift or response.")
    private String question;

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = "The input as JSON; else an example of the question.")
    private @Nullable Path inputFile;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Turns of each engine, 1 to 20 (3).")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "1",
            description = "Of each turn of the embedded engine, 0.1 to 60 (1).")
    private double seconds;

    @Option(
            names = "--slowest",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many rules are shown (10).")
    private int slowest;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    PolicyBenchCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandFailedException {
        Path directory = policies.directory(spec);
        checkOptions();
        EntryPoint asked = entryPoint();
        JsonObject input = inputFile == null ? ExampleInput.of(asked) : read(inputFile);
        PrintWriter out = spec.commandLine().getOut();
        BenchReport report;
        try {
            report =
                    PolicyBench.run(
                            PolicyOption.opa(surroundings),
                            directory,
                            new PolicyBench.Wanted(
                                    asked,
                                    input,
                                    rounds,
                                    Duration.ofNanos((long) (seconds * 1e9))));
        } catch (PolicyRefusedException e) {
            PolicyOption.print(e.problems(), spec.commandLine().getErr());
            throw new CommandFailedException(
                    "these policies would not be loaded: "
                            + PolicyOption.count(e.problems().size(), "problem"),
                    e);
        } catch (EngineStartException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        }
        if (json) {
            out.println(JsonWriter.writeString(BenchDocument.of(report, slowest)));
        } else {
            print(report, out);
        }
        return ExitCode.YES;
    }

    private void checkOptions() {
        if (rounds < 1 || rounds > MOST_ROUNDS) {
            throw new ParameterException(spec.commandLine(), "--rounds is 1 to 20");
        }
        if (!(seconds >= 0.1 && seconds <= LONGEST_SECONDS)) {
            throw new ParameterException(spec.commandLine(), "--seconds is 0.1 to 60");
        }
        if (slowest < 0) {
            throw new ParameterException(spec.commandLine(), "--slowest is a number of rows");
        }
    }

    private EntryPoint entryPoint() {
        return Arrays.stream(EntryPoint.values())
                .filter(one -> one.wireName().equals(question))
                .findFirst()
                .orElseThrow(() ->
                        new ParameterException(
                                spec.commandLine(),
                                "--question is one of "
                                        + Arrays.stream(EntryPoint.values())
                                                .map(EntryPoint::wireName)
                                                .collect(Collectors.joining(", "))));
    }

    private static JsonObject read(Path file) throws CommandFailedException {
        try {
            if (Files.size(file) > PolicyEngine.MAXIMUM_INPUT_BYTES) {
                throw new CommandFailedException(
                        file + " has more than 4 MiB, and no input may have that");
            }
            return JsonReader.readObject(Files.readAllBytes(file), JsonLimits.admissionReview());
        } catch (IOException e) {
            throw new CommandFailedException("cannot read " + file, e);
        } catch (MalformedJsonException e) {
            throw new CommandFailedException(file + " is no input: " + e.getMessage(), e);
        }
    }

    private void print(BenchReport report, PrintWriter out) {
        out.println(
                "driftseal."
                        + report.question().wireName()
                        + ", input of "
                        + report.inputBytes()
                        + " bytes, policies "
                        + report.revision().substring(0, 12)
                        + ", one thread, "
                        + PolicyOption.count(report.rounds().size(), "round")
                        + " in turn");
        out.println();
        BenchRound middle = report.middle();
        var table = new Table("", "A SECOND", "MEDIAN", "P99", "CPU EACH", "ALLOCATED EACH");
        row(table, "embedded engine, evaluation", middle.embedded());
        row(table, "embedded engine, whole decision", middle.decision());
        row(table, "opa bench, evaluation", middle.opa());
        table.print(out);
        out.println();
        out.println(
                "The median evaluation of opa takes "
                        + ratio(middle.ratio())
                        + " as long as that of the embedded engine (by round: "
                        + report.rounds().stream()
                                .map(round -> String.format(Locale.ROOT, "%.1f", round.ratio()))
                                .collect(Collectors.joining(", "))
                        + ").");
        rules(report, out);
    }

    private static String ratio(double value) {
        return String.format(Locale.ROOT, "%.1f times", value);
    }

    private static void row(Table table, String name, EngineFigures figures) {
        table.row(
                name,
                String.format(Locale.ROOT, "%.0f", figures.perSecond()),
                TestReportText.time(figures.median()),
                TestReportText.time(figures.p99()),
                figures.processor().map(TestReportText::time).orElse("-"),
                String.format(Locale.ROOT, "%.1f kB", figures.bytes() / 1e3));
    }

    private void rules(BenchReport report, PrintWriter out) {
        List<RuleCost> rules = report.rules();
        if (slowest == 0 || rules.isEmpty()) {
            return;
        }
        long all = rules.stream().mapToLong(rule -> rule.own().toNanos()).sum();
        out.println();
        var table = new Table("SLOWEST RULES", "SHARE", "A DECISION", "CALLS", "PLACE");
        for (RuleCost rule : rules.subList(0, Math.min(slowest, rules.size()))) {
            table.row(
                    rule.name(),
                    TestReportText.percent(WHOLE * rule.own().toNanos() / Math.max(all, 1)),
                    TestReportText.time(rule.own().dividedBy(report.profiled())),
                    String.format(Locale.ROOT, "%.0f", (double) rule.calls() / report.profiled()),
                    rule.file().isEmpty() ? "-" : rule.file() + ":" + rule.line());
        }
        table.print(out);
    }
}
