package io.driftseal.scanner.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.evidence.Checkpoint;
import io.driftseal.evidence.EvidenceVerification.Intact;
import io.driftseal.evidence.EvidenceVerifier;
import io.driftseal.evidence.SignedCheckpoint;
import io.driftseal.scanner.incident.EvidenceStore.Head;
import io.driftseal.stamp.SigningKey;
import io.driftseal.stamp.Validity;
import io.driftseal.stamp.VerificationKeyRing;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 in the middle of writing, three times on the same file. */
class KilledProcessTest {

    private static final int ROUNDS = 3;
    private static final int WRITES_SEEN = 40;

    @TempDir Path temporary;

    @Test
    void losesNothingThatWasAcknowledged() throws Exception {
        int acknowledged = 0;
        for (int round = 0; round < ROUNDS; round++) {
            // When
            acknowledged = writeUntilKilled(acknowledged + 1);

            // Then: everything acknowledged is there, at most the write in flight is more
            try (SqliteScannerStore store = new StoreFolder(temporary).open()) {
                int last = acknowledged;
                for (int number = 1; number <= last; number++) {
                    String incidentId = Samples.identifier("inc", number);
                    assertThat(store.<Boolean>read(t -> t.incidents().find(incidentId).isPresent()))
                            .as(incidentId)
                            .isTrue();
                }
                Head head = store.<Optional<Head>>read(t -> t.evidence().head()).orElseThrow();
                assertThat(head.sequence()).isBetween((long) last, last + 1L);
                int incidents = store.<Integer>read(t -> t.incidents().openCount());
                assertThat((long) incidents).isEqualTo(head.sequence());
                assertChainIsIntact(store, head);
                acknowledged = (int) head.sequence();
            }
        }
        assertThat(acknowledged).isGreaterThanOrEqualTo(ROUNDS * WRITES_SEEN);
    }

    private static void assertChainIsIntact(SqliteScannerStore store, Head head) {
        SigningKey key =
                SigningKey.generate(
                        new SecureRandom(),
                        new Validity(Samples.TIME.minusSeconds(60), Samples.TIME.plusSeconds(60)));
        Checkpoint checkpoint = new Checkpoint(head.sequence(), head.hash(), Samples.TIME);
        List<String> lines = new ArrayList<>();
        store.read(transaction -> {
            transaction.evidence().export(lines::add);
            return true;
        });
        lines.add(io.driftseal.evidence.EvidenceLine.write(SignedCheckpoint.sign(checkpoint, key)));
        assertThat(
                        EvidenceVerifier.verify(
                                lines.stream(),
                                new VerificationKeyRing(List.of(key.verificationKey())),
                                Optional.of(checkpoint)))
                .isInstanceOf(Intact.class);
    }

    /** The last number that the process acknowledged before it was killed. */
    private int writeUntilKilled(int first) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                KilledWriter.class.getName(),
                                temporary.toString(),
                                Integer.toString(first))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        int last = first - 1;
        try (BufferedReader output = process.inputReader()) {
            String line;
            while ((line = output.readLine()) != null) {
                if (!line.chars().allMatch(Character::isDigit)) {
                    continue;
                }
                last = Integer.parseInt(line);
                if (last == first + WRITES_SEEN) {
                    // By its handle: the process's own method would close its output unread.
                    process.toHandle().destroyForcibly();
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        return last;
    }
}
