package io.driftseal.webhook.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.evidence.CheckpointRefusedException;
import io.driftseal.evidence.SignedCheckpoint;
import io.driftseal.stamp.SigningKey;
import io.driftseal.stamp.SigningKeyRing;
import io.driftseal.stamp.Validity;
import io.driftseal.webhook.shared.DocumentFile;
import io.driftseal.webhook.shared.SharedDocument;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointSignerTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final String A = "a".repeat(64);
    private static final String B = "b".repeat(64);

    @TempDir Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private final SigningKeyRing keys =
            new SigningKeyRing(
                    List.of(
                            SigningKey.generate(
                                    new SecureRandom(),
                                    new Validity(NOW.minusSeconds(1), NOW.plusSeconds(3600)))));
    private SharedDocument document;
    private CheckpointSigner signer;

    @BeforeEach
    void open() throws Exception {
        document = new DocumentFile(directory.resolve("last.json"));
        signer = CheckpointSigner.open(keys, document, now::get);
    }

    @Test
    void aGrowingChainIsSigned() throws Exception {
        assertThat(signer.sign(7, A)).isInstanceOf(CheckpointSigner.Signed.class);

        CheckpointSigner.Answer answer = signer.sign(9, B);

        assertThat(answer)
                .isInstanceOfSatisfying(
                        CheckpointSigner.Signed.class,
                        signed -> assertThat(sequence(signed.envelope())).isEqualTo(9));
    }

    private long sequence(String envelope) {
        try {
            return SignedCheckpoint.verify(envelope, keys.verificationKeys())
                    .checkpoint()
                    .sequence();
        } catch (CheckpointRefusedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aChainThatWentBackOrAsideIsNotSignedAlsoAfterARestart() throws Exception {
        signer.sign(9, A);
        open();

        assertThat(signer.sign(8, A)).isEqualTo(new CheckpointSigner.GoesBack(9));
        assertThat(signer.sign(9, B)).isEqualTo(new CheckpointSigner.GoesBack(9));
        assertThat(signer.sign(9, A)).isInstanceOf(CheckpointSigner.Signed.class);
    }

    @Test
    void anotherReplicaGoesOnFromWhatThisOneSigned() throws Exception {
        CheckpointSigner other = CheckpointSigner.open(keys, document, now::get);
        signer.sign(9, A);

        assertThat(other.sign(8, A)).isEqualTo(new CheckpointSigner.GoesBack(9));
        assertThat(other.sign(12, B)).isInstanceOf(CheckpointSigner.Signed.class);
        assertThat(signer.sign(11, A)).isEqualTo(new CheckpointSigner.GoesBack(12));
    }

    @Test
    void whatIsPutBackBehindItsBackIsNotBelieved() throws Exception {
        signer.sign(9, A);
        Files.delete(directory.resolve("last.json"));

        assertThat(signer.sign(5, B)).isEqualTo(new CheckpointSigner.GoesBack(9));
    }

    @Test
    void aHeadThatIsNoneIsRefused() throws Exception {
        assertThat(signer.sign(0, A)).isInstanceOf(CheckpointSigner.Malformed.class);
        assertThat(signer.sign(1, "zz")).isInstanceOf(CheckpointSigner.Malformed.class);
    }

    @Test
    void aRetiredKeySignsNothing() throws Exception {
        now.set(NOW.plusSeconds(7200));

        assertThat(signer.sign(1, A)).isInstanceOf(CheckpointSigner.NoKey.class);
    }

    @Test
    void withAnEditedMemoryItDoesNotStart() throws Exception {
        Files.writeString(directory.resolve("last.json"), "{}");

        assertThatThrownBy(this::open).isInstanceOf(CheckpointRefusedException.class);
    }
}
