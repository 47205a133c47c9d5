package io.driftseal.cli;

import io.driftseal.cli.policy.PolicyExamination;
import io.driftseal.cli.policy.TestDocument;
import io.driftseal.decision.bundle.EngineStartException;
import io.driftseal.decision.bundle.PolicyRefusedException;
import io.driftseal.decision.workbench.PolicyTests;
import io.driftseal.decision.workbench.TestReport;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonWriter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the tests of a directory of policies in both engines. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = {
            "Run the tests of policies, by opa and in the embedded engine.",
            "",
            "Tests are what opa test runs: rules test_..., with cases or without;",
            "todo_test_... are skipped. Where the two engines do not say the same of a",
            "test, that is a failure of its own. Nothing is sent anywhere."
        },
        footer =
                "%nExit status: 0 all pass and the engines agree, 1 they do not, or too few lines are"
                        + " reached; 2 wrong usage.")
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class PolicyTestCommand implements Callable<Integer> {

    private static final double WHOLE = 100;

    private final Surroundings surroundings;

    @Spec private CommandSpec spec;

    @Mixin private PolicyOption policies;

    @Option(
            names = "--run",
            paramLabel = "PATTERN",
            description =
                    "Only tests whose full name, data.driftseal.team_test.test_x, has this in it: a"
                            + " regular expression.")
    private @Nullable String pattern;

    @Option(
            names = "--threshold",
            paramLabel = "PERCENT",
            description = "Fail if the tests reach less of the policies' lines, 0 to 100.")
    private @Nullable Double threshold;

    @Option(
            names = "--slowest",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Also the N slowest tests and rules of the embedded engine, each test repeated"
                            + " until it is warm.")
    private int slowest;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    PolicyTestCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandFailedException {
        Path directory = policies.directory(spec);
        checkOptions();
        PrintWriter out = spec.commandLine().getOut();
        TestReport report;
        try {
            report = PolicyTests.run(PolicyOption.opa(surroundings), directory, wanted());
        } catch (PolicyRefusedException e) {
            return refused(e, out);
        } catch (EngineStartException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        }
        if (report.tests().isEmpty()) {
            throw new CommandFailedException(
                    pattern == null
                            ? "there are no tests in "
                                    + directory
                                    + "; write rules test_... into files *_test.rego"
                            : "no test's name has "
                                    + pattern
                                    + " in it; --run is held against names"
                                    + " such as data.driftseal.team_test.test_x");
        }
        boolean enough = enough(report);
        if (json) {
            out.println(JsonWriter.writeString(TestDocument.of(report, slowest)));
        } else {
            var text = new TestReportText(out);
            text.print(report, slowest);
            if (!enough) {
                text.tooFewLines(report, threshold == null ? 0 : threshold);
            }
        }
        return report.passed() && enough ? ExitCode.YES : ExitCode.NO;
    }

    private void checkOptions() {
        if (threshold != null && !(threshold >= 0 && threshold <= WHOLE)) {
            throw new ParameterException(
                    spec.commandLine(), "--threshold is a percentage, 0 to 100");
        }
        if (slowest < 0) {
            throw new ParameterException(spec.commandLine(), "--slowest is a number of rows");
        }
        try {
            Pattern.compile(pattern == null ? "" : pattern);
        } catch (PatternSyntaxException e) {
            throw new ParameterException(
                    spec.commandLine(), "--run is no regular expression: " + e.getDescription(), e);
        }
    }

    /** A part of the tests says nothing of all lines, unless somebody asks. */
    private PolicyTests.Wanted wanted() {
        return new PolicyTests.Wanted(
                Optional.ofNullable(pattern), pattern == null || threshold != null, slowest > 0);
    }

    private boolean enough(TestReport report) {
        double wanted = threshold == null ? 0 : threshold;
        return threshold == null
                || report.coverage().map(lines -> lines.percent() >= wanted).orElse(false);
    }

    private Integer refused(PolicyRefusedException e, PrintWriter out) {
        if (json) {
            out.println(
                    JsonWriter.writeString(
                            JsonObject.of("problems", PolicyExamination.documents(e.problems()))));
        } else {
            PolicyOption.print(e.problems(), out);
            out.println(
                    "No test was run: " + PolicyOption.count(e.problems().size(), "problem") + ".");
        }
        return ExitCode.NO;
    }
}
