package io.driftseal.cli;

import io.driftseal.cli.policy.PolicyExamination;
import io.driftseal.decision.bundle.EngineStartException;
import io.driftseal.workload.json.JsonWriter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says whether a directory of policies would be loaded. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Say all for which a service would refuse to load the policies of a directory.",
            "",
            "That is what does not compile strictly against its schemas, built-ins that",
            "are not there, packages and questions, settings, and what the embedded",
            "engine refuses: each with file, line and what to do. Nothing is sent",
            "anywhere."
        },
        footer = "%nExit status: 0 they would be loaded, 1 they would not, 2 wrong usage.")
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class PolicyCheckCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec private CommandSpec spec;

    @Mixin private PolicyOption policies;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    PolicyCheckCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandFailedException {
        PolicyExamination examination = examine(policies.directory(spec));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonWriter.writeString(examination.document()));
        } else {
            print(examination, out);
        }
        return examination.loads() ? ExitCode.YES : ExitCode.NO;
    }

    private PolicyExamination examine(Path directory) throws CommandFailedException {
        Path opa = PolicyOption.opa(surroundings);
        try {
            return PolicyExamination.of(opa, directory);
        } catch (EngineStartException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void print(PolicyExamination examination, PrintWriter out) {
        PolicyOption.print(examination.problems(), out);
        out.println(
                examination.loads()
                        ? "These policies would be loaded, as revision "
                                + examination.revision()
                                + "."
                        : "These policies would not be loaded: "
                                + PolicyOption.count(examination.problems().size(), "problem")
                                + ".");
    }
}
