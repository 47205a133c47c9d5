package io.driftseal.cli;

import io.driftseal.cli.policy.Remedy;
import io.driftseal.decision.bundle.OpaProgram;
import io.driftseal.decision.bundle.PolicyProblem;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The directory of policies that a command is about, and the program that reads it. */
@SuppressWarnings("NullAway.Init") // picocli sets the annotated field
final class PolicyOption {

    @Parameters(
            index = "0",
            paramLabel = "DIR",
            description = "Directory with *.rego, schema/*.json and data/*.json.")
    private Path directory;

    /** As given, where it is one. */
    Path directory(CommandSpec spec) {
        if (!Files.isDirectory(directory)) {
            throw new ParameterException(
                    spec.commandLine(), "DIR is not a directory: " + directory);
        }
        return directory;
    }

    static Path opa(Surroundings surroundings) throws CommandFailedException {
        return surroundings
                .opa()
                .orElseThrow(() ->
                        new CommandFailedException(
                                "the opa program is not found; put opa 1.22 into PATH, or name it"
                                        + " in "
                                        + OpaProgram.VARIABLE));
    }

    /** Each with file and line where it has one, and what to do. */
    static void print(List<PolicyProblem> problems, PrintWriter out) {
        for (PolicyProblem problem : problems) {
            out.println(Outline.printable(problem.toString()));
            out.println("    " + Outline.printable(Remedy.of(problem.sentence())));
        }
    }

    /** {@code 1 problem}, {@code 2 problems}. */
    static String count(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
