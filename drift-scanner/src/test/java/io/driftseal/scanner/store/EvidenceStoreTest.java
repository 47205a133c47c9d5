package io.driftseal.scanner.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.evidence.Checkpoint;
import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.DecisionRecord.Point;
import io.driftseal.evidence.EvidenceRecord;
import io.driftseal.evidence.EvidenceVerification;
import io.driftseal.evidence.EvidenceVerifier;
import io.driftseal.evidence.SignedCheckpoint;
import io.driftseal.scanner.incident.EvidenceStore.Head;
import io.driftseal.stamp.SigningKey;
import io.driftseal.stamp.Validity;
import io.driftseal.stamp.VerificationKeyRing;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceStoreTest {

    @TempDir Path temporary;
    private StoreFolder folder;
    private SqliteScannerStore store;

    @BeforeEach
    void open() {
        folder = new StoreFolder(temporary);
        store = folder.open();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void keepsARecordOnceHoweverOftenItArrives() {
        // When
        boolean first = append(Samples.finding(1));
        boolean again = append(Samples.finding(1));

        // Then
        assertThat(first).isTrue();
        assertThat(again).isFalse();
        assertThat(export()).hasSize(1);
    }

    @Test
    void keepsStampAndVerificationOfOneDecision() {
        // Given
        DecisionRecord stamp = Samples.decision(1, Point.STAMP);
        DecisionRecord verify = Samples.decision(1, Point.VERIFY);

        // When
        append(verify);
        append(stamp);
        boolean again = append(verify);

        // Then
        assertThat(again).isFalse();
        assertThat(
                        store.<List<DecisionRecord>>read(
                                t -> t.decisions().byDecision(stamp.decisionId())))
                .containsExactly(stamp, verify);
        assertThat(store.<List<DecisionRecord>>read(t -> t.decisions().ofWorkload("uid-1", 5)))
                .containsExactly(verify);
        assertThat(store.<List<DecisionRecord>>read(t -> t.decisions().ofWorkload("", 5)))
                .isEmpty();
        assertThat(store.<Optional<DecisionRecord>>read(t -> t.decisions().withForm(Samples.HASH)))
                .contains(stamp);
    }

    @Test
    void exportsAChainThatVerifies() {
        // Given
        SigningKey key =
                SigningKey.generate(
                        new SecureRandom(),
                        new Validity(Samples.TIME.minusSeconds(60), Samples.TIME.plusSeconds(60)));
        append(Samples.finding(1));
        append(Samples.finding(2));
        Head head = store.<Optional<Head>>read(t -> t.evidence().head()).orElseThrow();
        Checkpoint checkpoint = new Checkpoint(head.sequence(), head.hash(), Samples.TIME);
        String signed = SignedCheckpoint.sign(checkpoint, key).envelope();

        // When
        store.write(transaction -> {
            transaction.evidence().keepCheckpoint(head.sequence(), signed, Samples.TIME);
            transaction.evidence().keepCheckpoint(head.sequence(), signed, Samples.TIME);
            return true;
        });
        append(Samples.finding(3));
        EvidenceVerification verification =
                EvidenceVerifier.verify(
                        export().stream(),
                        new VerificationKeyRing(List.of(key.verificationKey())),
                        Optional.of(checkpoint));

        // Then
        assertThat(verification).isInstanceOf(EvidenceVerification.Intact.class);
        assertThat(((EvidenceVerification.Intact) verification).count()).isEqualTo(3);
        assertThat(((EvidenceVerification.Intact) verification).uncovered()).isEqualTo(1);
    }

    @Test
    void refusesACheckpointOverAnEntryThatIsNotThere() {
        assertThatThrownBy(() ->
                        store.write(transaction -> {
                            transaction.evidence().keepCheckpoint(7, "{}", Samples.TIME);
                            return true;
                        }))
                .hasMessageContaining("no entry has sequence 7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE evidence SET line = 'changed' WHERE sequence = 1",
                "DELETE FROM evidence WHERE sequence = 2",
                "DELETE FROM evidence",
                "INSERT OR REPLACE INTO evidence SELECT 1, record_key, type, time, hash, 'x' FROM"
                        + " evidence WHERE sequence = 1",
                "INSERT INTO evidence SELECT 9, 'k', type, time, 'h', line FROM evidence WHERE"
                        + " sequence = 1",
                "INSERT OR REPLACE INTO evidence SELECT 3, record_key, type, time, 'h', 'x' FROM"
                        + " evidence WHERE sequence = 1",
                "INSERT OR REPLACE INTO evidence_checkpoint VALUES (1, 0, 'x')",
                "UPDATE evidence_checkpoint SET line = 'changed'",
                "DELETE FROM evidence_checkpoint"
            })
    void databaseItselfRefusesToRewriteEvidence(String statement) throws SQLException {
        // Given
        append(Samples.finding(1));
        append(Samples.finding(2));
        store.write(transaction -> {
            transaction.evidence().keepCheckpoint(1, "{}", Samples.TIME);
            return true;
        });

        // Then
        try (Connection foreign = DriverManager.getConnection("jdbc:sqlite:" + folder.file);
                Statement direct = foreign.createStatement()) {
            assertThatThrownBy(() -> direct.execute(statement))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("evidence is append");
        }
        assertThat(export()).hasSize(3);
    }

    private boolean append(EvidenceRecord record) {
        return store.write(transaction -> transaction.evidence().append(record, Samples.TIME));
    }

    private List<String> export() {
        List<String> lines = new ArrayList<>();
        store.read(transaction -> {
            transaction.evidence().export(lines::add);
            return true;
        });
        return lines;
    }
}
