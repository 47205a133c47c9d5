package io.driftseal.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Fetches the evidence chain. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Fetch the whole evidence chain with its checkpoints from the drift scanner, as JSONL.",
            "An export of more than 256 MiB is refused."
        },
        footer = Group.EXIT_CODES)
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class EvidenceExportCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Mixin private ScannerOptions scanner;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "New file to write; without it the export goes to standard output.")
    private @Nullable Path out;

    @Override
    public Integer call() throws CommandFailedException {
        byte[] export = scanner.connection().get("/v1/evidence");
        Path file = out;
        if (file == null) {
            spec.commandLine().getOut().print(new String(export, StandardCharsets.UTF_8));
            spec.commandLine().getOut().flush();
            return ExitCode.YES;
        }
        try {
            Files.write(file, export, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new CommandFailedException(
                    "cannot write "
                            + file
                            + "; it must not exist yet, and its directory must be writable",
                    e);
        }
        return ExitCode.YES;
    }
}
