package io.driftseal.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.evidence.EvidenceVerification.Broken;
import io.driftseal.evidence.EvidenceVerification.Intact;
import io.driftseal.evidence.EvidenceVerification.Reason;
import io.driftseal.stamp.SigningKey;
import io.driftseal.stamp.SigningKeyRing;
import io.driftseal.stamp.Validity;
import io.driftseal.stamp.VerificationKeyRing;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A chain of ten entries with checkpoints behind the fifth and the eighth, and what is done to it.
 */
class EvidenceVerifierTest {

    private static final Validity THIS_YEAR =
            new Validity(
                    Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"));
    private static final SigningKey KEY = SigningKey.generate(new SecureRandom(), THIS_YEAR);
    private static final SigningKey STRANGER = SigningKey.generate(new SecureRandom(), THIS_YEAR);
    private static final VerificationKeyRing KEYS =
            new SigningKeyRing(List.of(KEY)).verificationKeys();

    private static final List<String> CHAIN = chain(10, 0, KEY, 5, 8);
    private static final Checkpoint EIGHTH = checkpointOf(CHAIN, 9);

    /** Lines of a chain; {@code other} makes its records different ones. */
    private static List<String> chain(int entries, int other, SigningKey key, Integer... signed) {
        var lines = new ArrayList<String>();
        ChainHead head = ChainHead.EMPTY;
        for (int i = 1; i <= entries; i++) {
            ChainEntry entry =
                    EvidenceChain.append(
                            head, Records.TIME.plusSeconds(i), Records.decision(i + 1000 * other));
            lines.add(EvidenceLine.write(entry));
            head = entry.head();
            if (List.of(signed).contains(i)) {
                var checkpoint = new Checkpoint(i, head.hash(), Records.TIME.plusSeconds(i));
                lines.add(EvidenceLine.write(SignedCheckpoint.sign(checkpoint, key)));
            }
        }
        return lines;
    }

    private static Checkpoint checkpointOf(List<String> chain, int line) {
        try {
            String envelope =
                    ((EvidenceLine.SignedHead) EvidenceLine.read(chain.get(line))).envelope();
            return SignedCheckpoint.verify(envelope, KEYS).checkpoint();
        } catch (MalformedRecordException | CheckpointRefusedException e) {
            throw new AssertionError(e);
        }
    }

    private static EvidenceVerification verify(List<String> lines, Optional<Checkpoint> expected) {
        return EvidenceVerifier.verify(lines.stream(), KEYS, expected);
    }

    @Test
    void acceptsTheChainAsItWasKept() {
        // When the chain is verified, also against a checkpoint kept elsewhere
        EvidenceVerification answer = verify(CHAIN, Optional.of(EIGHTH));

        // Then it is intact, and says which entries no checkpoint covers yet
        assertThat(answer).isInstanceOf(Intact.class);
        Intact intact = (Intact) answer;
        assertThat(intact.count()).isEqualTo(10);
        assertThat(intact.lastCheckpoint()).contains(EIGHTH);
        assertThat(intact.uncovered()).isEqualTo(2);
    }

    @Test
    void acceptsAnEmptyChainUnlessItMustNotBeEmpty() {
        assertThat(verify(List.of(), Optional.empty()))
                .isEqualTo(new Intact(0, ChainHead.EMPTY.hash(), Optional.empty(), 0));
        assertThat(((Broken) verify(List.of(), Optional.of(EIGHTH))).reason())
                .isEqualTo(Reason.TRUNCATED);
    }

    /** Lines 0-4 are entries 1-5, 5 their checkpoint, 6-8 entries 6-8, 9 theirs, 10-11 the rest. */
    static Stream<Arguments> broken() {
        return Stream.of(
                row(
                        "a body changed",
                        edit(6, "\\\"alice\\\"", "\\\"mallory\\\""),
                        Reason.CHANGED,
                        6),
                row(
                        "a time changed",
                        edit(6, "T12:00:06.123Z\",\"type", "T12:00:07.123Z\",\"type"),
                        Reason.CHANGED,
                        6),
                row(
                        "a type changed",
                        edit(6, "\"type\":\"decision\"", "\"type\":\"finding\""),
                        Reason.CHANGED,
                        6),
                row(
                        "a record id changed",
                        edit(6, "\"recordId\":\"dec-0", "\"recordId\":\"dec-1"),
                        Reason.CHANGED,
                        6),
                row(
                        "an entry replaced by a fitting one",
                        EvidenceVerifierTest::replaced,
                        Reason.CHANGED,
                        3),
                row("the first entry removed", without(0), Reason.REMOVED, 1),
                row("an entry in the middle removed", without(6), Reason.REMOVED, 6),
                row(
                        "two entries removed",
                        l -> without(6).apply(without(6).apply(l)),
                        Reason.REMOVED,
                        6),
                row("the entry in front of a checkpoint removed", without(8), Reason.REMOVED, 8),
                row("two entries swapped", swapped(6, 7), Reason.REORDERED, 6),
                row("an entry twice", l -> with(l, 7, l.get(6)), Reason.REORDERED, 6),
                row("a checkpoint before its entry", swapped(8, 9), Reason.REORDERED, 8),
                row("a checkpoint after later entries", swapped(9, 10), Reason.REORDERED, 8),
                row(
                        "cut off inside what is signed",
                        l -> without(8).apply(l.subList(0, 10)),
                        Reason.TRUNCATED,
                        8),
                row(
                        "rebuilt under the old checkpoints",
                        EvidenceVerifierTest::rebuiltUnderOldCheckpoints,
                        Reason.REBUILT,
                        5),
                row(
                        "rebuilt and signed by a stranger",
                        l -> chain(10, 1, STRANGER, 5, 8),
                        Reason.FORGED_CHECKPOINT,
                        5),
                row("rebuilt without checkpoints", l -> chain(10, 1, KEY), Reason.UNSIGNED_TAIL, 1),
                row("a line that is nothing of ours", l -> with(l, 3, "{}"), Reason.MALFORMED, 4),
                row("an empty line", l -> with(l, 3, ""), Reason.MALFORMED, 4),
                row(
                        "a line in another spelling",
                        edit(6, "{\"entry\":{", "{ \"entry\":{"),
                        Reason.MALFORMED,
                        6),
                row(
                        "a line with a further field",
                        edit(6, "{\"entry\":{", "{\"entry\":{\"x\":1,"),
                        Reason.MALFORMED,
                        6));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void refuses(String what, UnaryOperator<List<String>> harm, Reason reason, long sequence) {
        // Given a chain to which something was done, When it is verified
        EvidenceVerification answer = verify(harm.apply(CHAIN), Optional.empty());

        // Then the answer says what and where
        assertThat(answer).as(what).isInstanceOf(Broken.class);
        Broken broken = (Broken) answer;
        assertThat(broken.reason()).as(broken.sentence()).isEqualTo(reason);
        assertThat(broken.sequence()).as(broken.sentence()).isEqualTo(sequence);
    }

    @Test
    void aCutBehindTheLastCheckpointShowsOnlyAgainstOneKeptElsewhere() {
        // Given a chain cut off behind its first checkpoint, a good chain in itself
        List<String> cut = CHAIN.subList(0, 6);
        assertThat(verify(cut, Optional.empty())).isInstanceOf(Intact.class);

        // When it is verified against the latest checkpoint that its signer kept
        EvidenceVerification answer = verify(cut, Optional.of(EIGHTH));

        // Then the cut shows
        assertThat(((Broken) answer).reason()).isEqualTo(Reason.TRUNCATED);
        assertThat(((Broken) answer).sequence()).isEqualTo(6);
    }

    @Test
    void aTailRebuiltBehindTheLastCheckpointShowsAgainstOneKeptElsewhere() {
        // Given a chain whose entries from the sixth on were made anew, without their checkpoint
        var rebuilt = new ArrayList<>(CHAIN.subList(0, 6));
        ChainHead head = new ChainHead(5, checkpointOf(CHAIN, 5).headHash());
        for (int i = 6; i <= 10; i++) {
            ChainEntry entry = EvidenceChain.append(head, Records.TIME, Records.finding(i));
            rebuilt.add(EvidenceLine.write(entry));
            head = entry.head();
        }
        assertThat(verify(rebuilt, Optional.empty())).isInstanceOf(Intact.class);

        // When it is verified against the eighth's checkpoint, Then it shows there
        Broken broken = (Broken) verify(rebuilt, Optional.of(EIGHTH));
        assertThat(broken.reason()).isEqualTo(Reason.REBUILT);
        assertThat(broken.sequence()).isEqualTo(8);
    }

    @Test
    void aCheckpointOnlyGoesForward() {
        Checkpoint later = new Checkpoint(9, "b".repeat(64), Records.TIME);
        assertThat(later.mayFollow(EIGHTH)).isTrue();
        assertThat(EIGHTH.mayFollow(EIGHTH)).isTrue();
        assertThat(EIGHTH.mayFollow(later)).isFalse();
        assertThat(new Checkpoint(8, "b".repeat(64), Records.TIME).mayFollow(EIGHTH)).isFalse();
    }

    private static Arguments row(
            String what, UnaryOperator<List<String>> harm, Reason reason, long sequence) {
        return Arguments.of(what, harm, reason, sequence);
    }

    private static UnaryOperator<List<String>> edit(int line, String text, String replacement) {
        return lines -> {
            assertThat(lines.get(line)).contains(text);
            var copy = new ArrayList<>(lines);
            copy.set(line, lines.get(line).replace(text, replacement));
            return copy;
        };
    }

    private static UnaryOperator<List<String>> without(int line) {
        return lines -> {
            var copy = new ArrayList<>(lines);
            copy.remove(line);
            return copy;
        };
    }

    private static UnaryOperator<List<String>> swapped(int one, int other) {
        return lines -> {
            var copy = new ArrayList<>(lines);
            java.util.Collections.swap(copy, one, other);
            return copy;
        };
    }

    private static List<String> with(List<String> lines, int at, String line) {
        var copy = new ArrayList<>(lines);
        copy.add(at, line);
        return copy;
    }

    /** The third entry made anew with right hashes of its own. */
    private static List<String> replaced(List<String> lines) {
        try {
            ChainEntry second = ((EvidenceLine.Entry) EvidenceLine.read(lines.get(1))).entry();
            ChainEntry other =
                    EvidenceChain.append(second.head(), Records.TIME, Records.finding(3));
            var copy = new ArrayList<>(lines);
            copy.set(2, EvidenceLine.write(other));
            return copy;
        } catch (MalformedRecordException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> rebuiltUnderOldCheckpoints(List<String> lines) {
        var rebuilt = new ArrayList<>(chain(10, 1, KEY));
        rebuilt.add(5, lines.get(5));
        rebuilt.add(9, lines.get(9));
        return rebuilt;
    }
}
