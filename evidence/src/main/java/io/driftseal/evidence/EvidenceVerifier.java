package io.driftseal.evidence;

import io.driftseal.evidence.EvidenceVerification.Broken;
import io.driftseal.evidence.EvidenceVerification.Intact;
import io.driftseal.evidence.EvidenceVerification.Reason;
import io.driftseal.stamp.VerificationKeyRing;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Verifies an exported chain offline, in one pass and constant memory. Hashes show a change, a
 * removal and a new order; checkpoints show a rebuilt chain; a checkpoint kept elsewhere shows that
 * the end was cut off, which nothing inside the export can.
 */
public final class EvidenceVerifier {

    private final VerificationKeyRing keys;
    private final Optional<Checkpoint> expected;
    private ChainHead head = ChainHead.EMPTY;
    private @Nullable Checkpoint lastCheckpoint;

    private EvidenceVerifier(VerificationKeyRing keys, Optional<Checkpoint> expected) {
        this.keys = keys;
        this.expected = expected;
    }

    /**
     * @param lines of the export, without line ends
     * @param keys of checkpoints
     * @param expectedAtLeast a checkpoint known from outside, such as the latest its signer has
     */
    public static EvidenceVerification verify(
            Stream<String> lines, VerificationKeyRing keys, Optional<Checkpoint> expectedAtLeast) {
        return new EvidenceVerifier(keys, expectedAtLeast).run(lines.iterator());
    }

    private EvidenceVerification run(Iterator<String> lines) {
        while (lines.hasNext()) {
            EvidenceLine line;
            try {
                line = EvidenceLine.read(lines.next());
            } catch (MalformedRecordException e) {
                return broken(
                        next(),
                        Reason.MALFORMED,
                        "the line after entry " + head.sequence() + " is unreadable");
            }
            Optional<Broken> broken =
                    switch (line) {
                        case EvidenceLine.Entry(ChainEntry entry) -> entry(entry, lines);
                        case EvidenceLine.SignedHead(String envelope) ->
                                checkpoint(envelope, lines);
                    };
            if (broken.isPresent()) {
                return broken.get();
            }
        }
        return end();
    }

    private Optional<Broken> entry(ChainEntry entry, Iterator<String> rest) {
        if (entry.sequence() > next()) {
            return Optional.of(search(rest).orElseGet(this::removed));
        }
        if (entry.sequence() < next()) {
            return Optional.of(
                    broken(
                            entry.sequence(),
                            Reason.REORDERED,
                            "entry " + entry.sequence() + " stands behind " + head.sequence()));
        }
        if (!entry.bodyIsIntact() || !entry.hashIsIntact()) {
            return Optional.of(
                    broken(
                            entry.sequence(),
                            Reason.CHANGED,
                            "entry " + entry.sequence() + " is not what was hashed"));
        }
        if (!entry.previousHash().equals(head.hash())) {
            return Optional.of(
                    broken(
                            head.sequence(),
                            Reason.CHANGED,
                            "entry "
                                    + head.sequence()
                                    + " is not the one that entry "
                                    + entry.sequence()
                                    + " was appended to"));
        }
        head = entry.head();
        return expected.filter(checkpoint -> checkpoint.sequence() == head.sequence())
                .flatMap(checkpoint -> rebuilt(checkpoint, "the expected checkpoint"));
    }

    private Optional<Broken> checkpoint(String envelope, Iterator<String> rest) {
        Checkpoint checkpoint;
        try {
            checkpoint = SignedCheckpoint.verify(envelope, keys).checkpoint();
        } catch (CheckpointRefusedException e) {
            return Optional.of(
                    broken(
                            head.sequence(),
                            Reason.FORGED_CHECKPOINT,
                            "the checkpoint behind entry "
                                    + head.sequence()
                                    + " is refused: "
                                    + e.getMessage()));
        }
        if (checkpoint.sequence() > head.sequence()) {
            return Optional.of(search(rest).orElseGet(() -> truncated(checkpoint)));
        }
        if (checkpoint.sequence() < head.sequence()) {
            return Optional.of(
                    broken(
                            checkpoint.sequence(),
                            Reason.REORDERED,
                            "the checkpoint of entry "
                                    + checkpoint.sequence()
                                    + " does not stand behind it"));
        }
        lastCheckpoint = checkpoint;
        return rebuilt(checkpoint, "the signed checkpoint");
    }

    private EvidenceVerification end() {
        if (expected.isPresent() && expected.get().sequence() > head.sequence()) {
            return truncated(expected.get());
        }
        Checkpoint last = lastCheckpoint;
        if (last == null && head.sequence() > 0) {
            return broken(
                    1,
                    Reason.UNSIGNED_TAIL,
                    "no signed checkpoint covers any of the " + head.sequence() + " entries");
        }
        long covered = last == null ? 0 : last.sequence();
        return new Intact(
                head.sequence(), head.hash(), Optional.ofNullable(last), head.sequence() - covered);
    }

    /** Looks for the next entry further down; empty if no entry follows at all. */
    private Optional<Broken> search(Iterator<String> rest) {
        long missing = next();
        boolean others = false;
        while (rest.hasNext()) {
            try {
                if (EvidenceLine.read(rest.next())
                        instanceof EvidenceLine.Entry(ChainEntry entry)) {
                    if (entry.sequence() == missing) {
                        return Optional.of(
                                broken(
                                        missing,
                                        Reason.REORDERED,
                                        "entry " + missing + " stands behind later lines"));
                    }
                    others = true;
                }
            } catch (MalformedRecordException e) {
                break; // The rest cannot tell; the entry is not where it must be.
            }
        }
        return others ? Optional.of(removed()) : Optional.empty();
    }

    private Broken removed() {
        return broken(next(), Reason.REMOVED, "entry " + next() + " is not there");
    }

    private Optional<Broken> rebuilt(Checkpoint checkpoint, String which) {
        return checkpoint.headHash().equals(head.hash())
                ? Optional.empty()
                : Optional.of(
                        broken(
                                head.sequence(),
                                Reason.REBUILT,
                                "entries up to "
                                        + head.sequence()
                                        + " fit together but are not those of "
                                        + which));
    }

    private Broken truncated(Checkpoint checkpoint) {
        return broken(
                next(),
                Reason.TRUNCATED,
                "the chain ends at entry "
                        + head.sequence()
                        + ", a checkpoint covers "
                        + checkpoint.sequence());
    }

    private long next() {
        return head.sequence() + 1;
    }

    private static Broken broken(long sequence, Reason reason, String sentence) {
        return new Broken(sequence, reason, sentence);
    }
}
