package io.driftseal.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists incidents. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "List incidents, open ones only unless --all is given.",
        footer = Group.EXIT_CODES)
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class IncidentsListCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Mixin private ScannerOptions scanner;

    @Option(names = "--all", description = "Resolved ones, too.")
    private boolean all;

    @Option(names = "--json", description = "As the scanner answers it.")
    private boolean json;

    @Override
    public Integer call() throws CommandFailedException {
        String path = all ? "/v1/incidents" : "/v1/incidents?state=open";
        Answers.print(scanner.connection().getJson(path), json, spec.commandLine().getOut());
        return ExitCode.YES;
    }
}
