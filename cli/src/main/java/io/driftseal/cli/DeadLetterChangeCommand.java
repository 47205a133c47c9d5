package io.driftseal.cli;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends a refused message once more, or puts it away. */
@Command(
        mixinStandardHelpOptions = true,
        description = {
            "resend: send one refused message again, after what was wrong was put right.",
            "discard: nobody needs it any more; what it told of stays in evidence."
        },
        footer = Group.EXIT_CODES)
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class DeadLetterChangeCommand implements Callable<Integer> {

    private final String change;

    @Spec private CommandSpec spec;

    @Mixin private LetterOptions letters;

    @Parameters(paramLabel = "NUMBER", description = "As 'dead-letters list' shows it.")
    private long number;

    /**
     * @param change {@code resend} or {@code discard}, as the scanner's path has it
     */
    DeadLetterChangeCommand(String change) {
        this.change = change;
    }

    @Override
    public Integer call() throws CommandFailedException {
        if (number <= 0) {
            throw new ParameterException(
                    spec.commandLine(), "NUMBER must be that of a message in the list");
        }
        letters.connection()
                .post(
                        "/v1/dead-letters/" + change + "/" + number,
                        "{}".getBytes(StandardCharsets.UTF_8));
        spec.commandLine().getOut().println("Message " + number + ": " + change + ".");
        return ExitCode.YES;
    }
}
