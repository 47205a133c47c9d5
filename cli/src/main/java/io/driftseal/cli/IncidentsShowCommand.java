package io.driftseal.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one incident. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Show one incident with its reasons, difference and responses.",
        footer = Group.EXIT_CODES)
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class IncidentsShowCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Mixin private ScannerOptions scanner;

    @Parameters(paramLabel = "ID", description = "inc-...")
    private String id;

    @Option(names = "--json", description = "As the scanner answers it.")
    private boolean json;

    @Override
    public Integer call() throws CommandFailedException {
        String checked = RecordId.checked(spec.commandLine(), "inc", id);
        Answers.print(
                scanner.connection().getJson("/v1/incidents/" + checked),
                json,
                spec.commandLine().getOut());
        return ExitCode.YES;
    }
}
