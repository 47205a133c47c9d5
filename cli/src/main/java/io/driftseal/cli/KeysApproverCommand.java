package io.driftseal.cli;

import io.driftseal.stamp.ApproverFiles;
import io.driftseal.stamp.ApproverRing;
import io.driftseal.stamp.ApproverSigningKey;
import io.driftseal.stamp.KeyFileException;
import io.driftseal.stamp.SigningKey;
import io.driftseal.stamp.Validity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the key pair of one approver. */
@Command(
        name = "approver",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Make an approver's own key pair.",
            "The approver runs it, keeps --key, and hands --entry to an administrator, who lists"
                    + " it: driftseal keys approvers LIST --add ENTRY"
        },
        footer = Group.EXIT_CODES)
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class KeysApproverCommand implements Callable<Integer> {

    private static final int LONGEST_DAYS = 3650;

    private final Surroundings surroundings;

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "IDENTITY",
            description =
                    "The approver's user name in the cluster, by which policy tells an approver"
                            + " from the requester.")
    private String identity;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            required = true,
            description = "The private key to make, readable by its owner alone.")
    private Path key;

    @Option(
            names = "--entry",
            paramLabel = "FILE",
            required = true,
            description = "The entry to make for the administrators' list; public.")
    private Path entry;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "365",
            description = "How long it may sign, 1 to 3650 (default: ${DEFAULT-VALUE}).")
    private int days;

    KeysApproverCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandFailedException {
        if (days < 1 || days > LONGEST_DAYS) {
            throw new ParameterException(spec.commandLine(), "--days must be 1 to " + LONGEST_DAYS);
        }
        refuseToReplace(key);
        refuseToReplace(entry);
        ApproverSigningKey made = make();
        try {
            ApproverFiles.writeSigning(key, made);
            ApproverFiles.writeRing(entry, new ApproverRing(List.of(made.publicHalf())));
        } catch (KeyFileException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        }
        spec.commandLine()
                .getOut()
                .println(
                        "Key "
                                + made.key().kid()
                                + " of "
                                + Outline.printable(identity)
                                + " is in "
                                + key
                                + ". It approves nothing before an administrator lists "
                                + entry
                                + ".");
        return ExitCode.YES;
    }

    private ApproverSigningKey make() {
        Instant now = surroundings.clock().instant();
        try {
            var made =
                    new ApproverSigningKey(
                            SigningKey.generate(
                                    surroundings.random(),
                                    new Validity(
                                            now.minus(KeysInitCommand.BACKDATED),
                                            now.plus(Duration.ofDays(days)))),
                            identity);
            made.publicHalf(); // whoever could not be listed gets no key
            return made;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "IDENTITY is refused: " + e.getMessage(), e);
        }
    }

    private static void refuseToReplace(Path file) throws CommandFailedException {
        if (Files.exists(file)) {
            throw new CommandFailedException(
                    "file " + file + " exists; keys are never overwritten. Name a new file");
        }
    }
}
