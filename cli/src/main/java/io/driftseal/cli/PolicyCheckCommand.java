package io.driftseal.cli;

import io.driftseal.cli.policy.PolicyExamination;
import io.driftseal.cli.policy.Remedy;
import io.driftseal.decision.bundle.EngineStartException;
import io.driftseal.decision.bundle.OpaProgram;
import io.driftseal.decision.bundle.PolicyProblem;
import io.driftseal.workload.json.JsonWriter;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says whether a directory of policies would be loaded. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Say all for which a service would refuse to load the policies of a directory.",
            "",
            "That is what does not compile strictly against its schemas, built-ins that are not",
            "there, packages and questions, settings: each with file, line and what to do. Nothing",
            "is sent anywhere."
        },
        footer = "%nExit status: 0 they would be loaded, 1 they would not, 2 wrong usage.")
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class PolicyCheckCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "DIR",
            description = "Directory with *.rego, schema/*.json and data/*.json.")
    private Path directory;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    PolicyCheckCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandFailedException {
        if (!Files.isDirectory(directory)) {
            throw new ParameterException(
                    spec.commandLine(), "DIR is not a directory: " + directory);
        }
        PolicyExamination examination = examine();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonWriter.writeString(examination.document()));
        } else {
            print(examination, out);
        }
        return examination.loads() ? ExitCode.YES : ExitCode.NO;
    }

    private PolicyExamination examine() throws CommandFailedException {
        Path opa =
                surroundings
                        .opa()
                        .orElseThrow(() ->
                                new CommandFailedException(
                                        "the opa program is not found; put opa 1.22 into PATH, or"
                                                + " name it in "
                                                + OpaProgram.VARIABLE));
        try {
            return PolicyExamination.of(opa, directory);
        } catch (EngineStartException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void print(PolicyExamination examination, PrintWriter out) {
        for (PolicyProblem problem : examination.problems()) {
            out.println(Outline.printable(problem.toString()));
            out.println("    " + Outline.printable(Remedy.of(problem.sentence())));
        }
        int count = examination.problems().size();
        out.println(
                examination.loads()
                        ? "These policies would be loaded, as revision "
                                + examination.revision()
                                + "."
                        : "These policies would not be loaded: "
                                + count
                                + (count == 1 ? " problem." : " problems."));
    }
}
