package io.driftseal.webhook.checkpoint;

import io.driftseal.evidence.Checkpoint;
import io.driftseal.evidence.CheckpointRefusedException;
import io.driftseal.evidence.SignedCheckpoint;
import io.driftseal.service.certificate.PrivateFiles;
import io.driftseal.stamp.SigningKey;
import io.driftseal.stamp.SigningKeyRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Signs heads of the evidence chain, never one behind or beside a head it signed before. The last
 * one is on disk before its signature leaves, so a restart cannot make us sign a shortened chain.
 */
public final class CheckpointSigner {
    private final SigningKeyRing keys;
    private final Path file;
    private final InstantSource clock;
    private Optional<Checkpoint> last;

    private CheckpointSigner(
            SigningKeyRing keys, Path file, InstantSource clock, Optional<Checkpoint> last) {
        this.keys = keys;
        this.file = file;
        this.clock = clock;
        this.last = last;
    }

    /**
     * @param file the last checkpoint this signer signed; absent before the first
     * @throws IOException if the file cannot be read
     * @throws CheckpointRefusedException if it is not a checkpoint of ours: without it a shortened
     *     chain could be signed, so an operator must look
     */
    public static CheckpointSigner open(SigningKeyRing keys, Path file, InstantSource clock)
            throws IOException, CheckpointRefusedException {
        Optional<Checkpoint> last = Optional.empty();
        if (Files.exists(file)) {
            last =
                    Optional.of(
                            SignedCheckpoint.verify(Files.readString(file), keys.verificationKeys())
                                    .checkpoint());
        }
        return new CheckpointSigner(keys, file, clock, last);
    }

    /** Signs the head, or says why not. */
    public synchronized Answer sign(long sequence, String headHash) throws IOException {
        Checkpoint checkpoint;
        try {
            checkpoint =
                    new Checkpoint(
                            sequence, headHash, clock.instant().truncatedTo(ChronoUnit.SECONDS));
        } catch (IllegalArgumentException e) {
            return new Malformed();
        }
        if (last.isPresent() && !checkpoint.mayFollow(last.get())) {
            return new GoesBack(last.get().sequence());
        }
        Optional<SigningKey> key = keys.current(clock.instant());
        if (key.isEmpty()) {
            return new NoKey();
        }
        SignedCheckpoint signed = SignedCheckpoint.sign(checkpoint, key.get());
        PrivateFiles.write(file, signed.envelope());
        last = Optional.of(checkpoint);
        return new Signed(signed.envelope());
    }

    /** What came of it. */
    public sealed interface Answer {}

    public record Signed(String envelope) implements Answer {}

    public record Malformed() implements Answer {}

    /** The chain is shorter than, or different from, what was signed before. */
    public record GoesBack(long lastSequence) implements Answer {}

    public record NoKey() implements Answer {}
}
