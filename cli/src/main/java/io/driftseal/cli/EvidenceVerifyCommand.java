package io.driftseal.cli;

import io.driftseal.evidence.Checkpoint;
import io.driftseal.evidence.CheckpointRefusedException;
import io.driftseal.evidence.EvidenceVerification.Broken;
import io.driftseal.evidence.EvidenceVerification.Intact;
import io.driftseal.evidence.EvidenceVerifier;
import io.driftseal.evidence.SignedCheckpoint;
import io.driftseal.stamp.KeyPurpose;
import io.driftseal.stamp.VerificationKeyRing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Verifies an exported chain offline. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Verify an exported evidence chain offline: that nothing was changed, removed,",
            "reordered or rebuilt. That nothing was cut off at the end shows only against",
            "--checkpoint, a checkpoint that its signer (the webhook) kept."
        },
        footer = Group.EXIT_CODES)
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class EvidenceVerifyCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "Export of 'driftseal evidence export' (JSONL).")
    private Path file;

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            required = true,
            description = "checkpoint-verification.json of the installation.")
    private Path keys;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "A signed checkpoint that the chain must reach at least.")
    private @Nullable Path checkpoint;

    @Override
    public Integer call() throws CommandFailedException {
        VerificationKeyRing ring = KeyFileOption.read(keys, KeyPurpose.CHECKPOINT);
        Optional<Checkpoint> expected = expected(ring);
        try (Stream<String> lines = Files.lines(file)) {
            return switch (EvidenceVerifier.verify(lines, ring, expected)) {
                case Intact intact -> intact(intact, expected);
                case Broken(long sequence, var reason, String sentence) -> {
                    spec.commandLine()
                            .getOut()
                            .println("BROKEN at " + sequence + " (" + reason + "): " + sentence);
                    yield ExitCode.NO;
                }
            };
        } catch (IOException | UncheckedIOException e) {
            throw new CommandFailedException(
                    "cannot read file " + file + "; check that it exists and is UTF-8 text", e);
        }
    }

    private int intact(Intact chain, Optional<Checkpoint> expected) {
        var out = spec.commandLine().getOut();
        out.println("Intact: " + chain.count() + " entries, head " + chain.headHash());
        chain.lastCheckpoint()
                .ifPresent(last ->
                        out.println(
                                "Signed up to entry "
                                        + last.sequence()
                                        + " at "
                                        + last.time()
                                        + "; "
                                        + chain.uncovered()
                                        + " later entries are not signed yet"));
        if (expected.isEmpty()) {
            out.println("Whether later entries were cut off is not known (no --checkpoint)");
        }
        return ExitCode.YES;
    }

    private Optional<Checkpoint> expected(VerificationKeyRing ring) throws CommandFailedException {
        Path given = checkpoint;
        if (given == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    SignedCheckpoint.verify(Files.readString(given).strip(), ring).checkpoint());
        } catch (IOException e) {
            throw new CommandFailedException("cannot read checkpoint file " + given, e);
        } catch (CheckpointRefusedException e) {
            throw new CommandFailedException(
                    "checkpoint file " + given + " is refused: " + e.getMessage(), e);
        }
    }
}
