package io.driftseal.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists refused messages. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description =
                "List the newest 100 refused messages or records: number, what about, why, and the"
                        + " body.",
        footer = Group.EXIT_CODES)
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class DeadLettersListCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Mixin private LetterOptions letters;

    @Option(names = "--json", description = "As the scanner answers it.")
    private boolean json;

    @Override
    public Integer call() throws CommandFailedException {
        Answers.print(
                letters.connection().getJson("/v1/dead-letters"),
                json,
                spec.commandLine().getOut());
        return ExitCode.YES;
    }
}
