package io.driftseal.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists verdicts. */
@Command(
        name = "verdicts",
        mixinStandardHelpOptions = true,
        description = "List the verdict on each workload and the coverage it rests on.",
        footer = Group.EXIT_CODES)
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class VerdictsCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Mixin private ScannerOptions scanner;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            description = "Of this namespace only.")
    private @Nullable String namespace;

    @Option(names = "--json", description = "As the scanner answers it.")
    private boolean json;

    @Override
    public Integer call() throws CommandFailedException {
        String only = namespace;
        if (only != null) {
            NamespaceName.check(spec.commandLine(), "--namespace", only);
        }
        String path = only == null ? "/v1/verdicts" : "/v1/verdicts?namespace=" + only;
        Answers.print(scanner.connection().getJson(path), json, spec.commandLine().getOut());
        return ExitCode.YES;
    }
}
