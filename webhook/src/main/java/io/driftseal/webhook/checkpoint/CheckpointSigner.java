package io.driftseal.webhook.checkpoint;

import io.driftseal.evidence.Checkpoint;
import io.driftseal.evidence.CheckpointRefusedException;
import io.driftseal.evidence.SignedCheckpoint;
import io.driftseal.stamp.SigningKey;
import io.driftseal.stamp.SigningKeyRing;
import io.driftseal.webhook.shared.SharedDocument;
import java.io.IOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Signs heads of the evidence chain, never one behind or beside a head that any replica signed
 * before. The last one is stored where all replicas see it before its signature leaves, so neither
 * a restart nor another replica can be made to sign a shortened chain; what this process knows of
 * it counts too, in case somebody puts back what is stored.
 */
public final class CheckpointSigner {
    /**
     * Replicas that sign at once are told apart by the store; each try reads what the other did.
     */
    private static final int ATTEMPTS = 5;

    private final SigningKeyRing keys;
    private final SharedDocument document;
    private final InstantSource clock;
    private Optional<Checkpoint> known = Optional.empty();

    private CheckpointSigner(SigningKeyRing keys, SharedDocument document, InstantSource clock) {
        this.keys = keys;
        this.document = document;
        this.clock = clock;
    }

    /**
     * @param document the last checkpoint that was signed; without a text before the first
     * @throws IOException if it cannot be read
     * @throws CheckpointRefusedException if it is not a checkpoint of ours: without it a shortened
     *     chain could be signed, so an operator must look
     */
    public static CheckpointSigner open(
            SigningKeyRing keys, SharedDocument document, InstantSource clock)
            throws IOException, CheckpointRefusedException {
        CheckpointSigner signer = new CheckpointSigner(keys, document, clock);
        signer.known = signer.last(document.read());
        return signer;
    }

    /**
     * Signs the head, or says why not.
     *
     * @throws IOException if the last checkpoint cannot be read or written, so nothing was signed
     */
    public synchronized Answer sign(long sequence, String headHash) throws IOException {
        Checkpoint checkpoint;
        try {
            checkpoint =
                    new Checkpoint(
                            sequence, headHash, clock.instant().truncatedTo(ChronoUnit.SECONDS));
        } catch (IllegalArgumentException e) {
            return new Malformed();
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            SharedDocument.Stored stored = document.read();
            Optional<Checkpoint> last;
            try {
                last = last(stored);
            } catch (CheckpointRefusedException e) {
                throw new IOException(document.place() + " holds no checkpoint of ours", e);
            }
            Optional<Answer> refusal =
                    refusal(checkpoint, last).or(() -> refusal(checkpoint, known));
            if (refusal.isPresent()) {
                return refusal.get();
            }
            Optional<SigningKey> key = keys.current(clock.instant());
            if (key.isEmpty()) {
                return new NoKey();
            }
            SignedCheckpoint signed = SignedCheckpoint.sign(checkpoint, key.get());
            if (document.replace(stored, signed.envelope())) {
                known = Optional.of(checkpoint);
                return new Signed(signed.envelope());
            }
        }
        throw new IOException(document.place() + " is written by others again and again");
    }

    private static Optional<Answer> refusal(Checkpoint checkpoint, Optional<Checkpoint> last) {
        return last.filter(before -> !checkpoint.mayFollow(before))
                .map(before -> new GoesBack(before.sequence()));
    }

    private Optional<Checkpoint> last(SharedDocument.Stored stored)
            throws CheckpointRefusedException {
        return stored.text().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        SignedCheckpoint.verify(stored.text().get(), keys.verificationKeys())
                                .checkpoint());
    }

    /** What came of it. */
    public sealed interface Answer {}

    public record Signed(String envelope) implements Answer {}

    public record Malformed() implements Answer {}

    /** The chain is shorter than, or different from, what was signed before. */
    public record GoesBack(long lastSequence) implements Answer {}

    public record NoKey() implements Answer {}
}
