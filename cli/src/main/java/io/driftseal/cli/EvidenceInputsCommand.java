package io.driftseal.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Fetches what policy was asked. */
@Command(
        name = "inputs",
        mixinStandardHelpOptions = true,
        description = {
            "Fetch what policy was asked, as the services keep it beside their records, to a new",
            "file that only you may read. It is confidential: secrets are digests in it, but names,",
            "images, labels and who asked are not."
        },
        footer = Group.EXIT_CODES)
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class EvidenceInputsCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec private CommandSpec spec;

    @Mixin private InputOptions inputs;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "A time, or how long ago (P7D); older ones may be among the first.")
    private @Nullable String since;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "New file to write.")
    private Path out;

    EvidenceInputsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandFailedException, InterruptedException {
        inputs.check(spec.commandLine());
        Instant from =
                InputOptions.since(spec.commandLine(), since, surroundings.clock().instant());
        Written written;
        try (OutputStream file = open()) {
            written = new Written(file);
            inputs.read(from, written);
        } catch (IOException e) {
            throw notWritable(e);
        }
        spec.commandLine().getOut().println(written.summary());
        return ExitCode.YES;
    }

    /** Lines on their way to the file. */
    private final class Written implements InputOptions.Lines {
        private final OutputStream file;
        private long lines;
        private long damaged;

        Written(OutputStream file) {
            this.file = file;
        }

        @Override
        public void line(byte[] line) throws CommandFailedException {
            try {
                file.write(line);
                file.write('\n');
            } catch (IOException e) {
                throw notWritable(e);
            }
            lines++;
        }

        @Override
        public void damaged(long more) {
            damaged += more;
        }

        String summary() {
            return lines
                    + " inputs written to "
                    + out
                    + (damaged == 0 ? "." : "; " + damaged + " were damaged and are left out.");
        }
    }

    private OutputStream open() throws IOException {
        Files.createFile(
                out,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return new BufferedOutputStream(Files.newOutputStream(out, StandardOpenOption.WRITE));
    }

    private CommandFailedException notWritable(IOException e) {
        return new CommandFailedException(
                "cannot write "
                        + out
                        + "; it must not exist yet, and its directory must be writable",
                e);
    }
}
