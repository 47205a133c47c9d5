package io.driftseal.cli;

import io.driftseal.cli.policy.PolicyRehearsal;
import io.driftseal.cli.policy.PolicyRehearsalReport;
import io.driftseal.cli.policy.RecordedDecisionIds;
import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.RepeatingEngine;
import io.driftseal.decision.bundle.EngineStartException;
import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.bundle.PolicyProblem;
import io.driftseal.decision.bundle.PolicyRefusedException;
import io.driftseal.decision.loading.PolicyEngines;
import io.driftseal.workload.json.JsonWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what new policies would have decided. */
@Command(
        name = "rehearse",
        mixinStandardHelpOptions = true,
        description = {
            "Evaluate the policies of a directory over the decisions that were kept, and say what",
            "would come out otherwise: who would be refused, admitted, retiered or judged",
            "otherwise. Each decision gets the clock and the randomness that it had. Nothing is",
            "changed anywhere."
        },
        footer =
                "%nExit status: 0 nobody would newly be refused or left without an answer (with"
                        + " --strict: nothing would change), 1 somebody would, or nothing could be"
                        + " rehearsed, or this program failed at a decision, 2 wrong usage.")
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class PolicyRehearseCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec private CommandSpec spec;

    @Mixin private InputOptions inputs;

    @Parameters(
            index = "0",
            paramLabel = "DIR",
            description = "Directory with *.rego, schema/*.json and data/*.json.")
    private Path directory;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only decisions from then on: a time, or how long ago (P7D).")
    private @Nullable String since;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NS",
            description = "Only decisions about this namespace.")
    private @Nullable String namespace;

    @Option(
            names = "--question",
            paramLabel = "QUESTION",
            description = "Only admission, access, grant, drift or response.")
    private @Nullable String question;

    @Option(
            names = "--evidence",
            paramLabel = "FILE",
            description =
                    "An export of 'driftseal evidence export', to count the decisions whose input"
                            + " is no longer kept.")
    private @Nullable Path evidence;

    @Option(names = "--strict", description = "Exit 1 if anything would change.")
    private boolean strict;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "Workloads that are shown (${DEFAULT-VALUE}); totals count all.")
    private int limit;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    PolicyRehearseCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandFailedException, InterruptedException {
        inputs.check(spec.commandLine());
        if (!Files.isDirectory(directory)) {
            throw new ParameterException(
                    spec.commandLine(), "DIR is not a directory: " + directory);
        }
        Instant from =
                InputOptions.since(spec.commandLine(), since, surroundings.clock().instant());
        var filter = new PolicyRehearsal.Filter(from, Optional.ofNullable(namespace), question());
        PolicyRehearsalReport report = rehearse(from, filter);
        long notKept = notKept(report, filter);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonWriter.writeString(report.document(limit, notKept)));
        } else {
            print(report, notKept, out);
        }
        return report.passes(strict) ? ExitCode.YES : ExitCode.NO;
    }

    private Optional<EntryPoint> question() {
        String word = question;
        if (word == null) {
            return Optional.empty();
        }
        return Optional.of(
                Arrays.stream(EntryPoint.values())
                        .filter(one -> one.wireName().equals(word))
                        .findFirst()
                        .orElseThrow(() ->
                                new ParameterException(
                                        spec.commandLine(),
                                        "--question must be admission, access, grant, drift or"
                                                + " response")));
    }

    private PolicyRehearsalReport rehearse(Instant from, PolicyRehearsal.Filter filter)
            throws CommandFailedException, InterruptedException {
        try (RepeatingEngine engine = load();
                var rehearsal = new PolicyRehearsal(engine, filter)) {
            inputs.read(
                    from,
                    new InputOptions.Lines() {
                        @Override
                        public void line(byte[] line) throws InterruptedException {
                            rehearsal.rehearse(line);
                        }

                        @Override
                        public void damaged(long lines) {
                            rehearsal.damaged(lines);
                        }
                    });
            return rehearsal.finish(engine.status().bundleRevision());
        }
    }

    private RepeatingEngine load() throws CommandFailedException {
        Path opa = PolicyOption.opa(surroundings);
        try {
            return PolicyEngines.repeating(opa, PolicyBundle.read(directory));
        } catch (PolicyRefusedException e) {
            throw new CommandFailedException(
                    "these policies would not be loaded: "
                            + Outline.printable(first(e))
                            + "; 'driftseal policy check' says all",
                    e);
        } catch (EngineStartException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    private static String first(PolicyRefusedException refused) {
        return refused.problems().stream()
                .findFirst()
                .map(PolicyProblem::toString)
                .orElse("no reason");
    }

    private long notKept(PolicyRehearsalReport report, PolicyRehearsal.Filter filter)
            throws CommandFailedException {
        Path file = evidence;
        if (file == null) {
            return 0;
        }
        try {
            return RecordedDecisionIds.asked(file, filter).stream()
                    .filter(id -> !report.looked(id))
                    .count();
        } catch (IOException e) {
            throw new CommandFailedException("cannot read evidence file " + file, e);
        }
    }

    private void print(PolicyRehearsalReport report, long notKept, PrintWriter out) {
        PolicyRehearsalReport.Counts counts = report.counts();
        out.println(
                "Revision "
                        + report.revision()
                        + " over "
                        + counts.rehearsed()
                        + " kept decisions: "
                        + counts.unchanged()
                        + " unchanged, "
                        + counts.changed()
                        + " would change.");
        report.totals()
                .forEach((change, count) -> out.println("  " + count + " " + change.words()));
        if (!report.lines(limit).isEmpty()) {
            Table table = new Table("WOULD BE", "WORKLOAD", "DECISIONS", "WHY", "NEWEST");
            report.lines(limit)
                    .forEach(line ->
                            table.row(
                                    line.change(),
                                    line.workload(),
                                    line.decisions(),
                                    line.why(),
                                    line.newest()));
            table.print(out);
        }
        if (report.groups() > limit) {
            out.println((report.groups() - limit) + " more workloads; --limit shows them.");
        }
        left(counts.ungrouped(), "changed beyond the workloads that are remembered", out);
        left(notKept, "not rehearsed: their input is no longer kept", out);
        left(counts.damaged(), "not rehearsed: their kept input is damaged", out);
        left(counts.valuesMissing(), "not rehearsed: their clock or randomness was not kept", out);
        left(counts.failed(), "not rehearsed: this program failed at them; report it", out);
        if (counts.rehearsed() == 0) {
            out.println("Nothing was rehearsed: no kept decision fits.");
        }
    }

    private static void left(long decisions, String why, PrintWriter out) {
        if (decisions > 0) {
            out.println(decisions + (decisions == 1 ? " decision " : " decisions ") + why + ".");
        }
    }
}
