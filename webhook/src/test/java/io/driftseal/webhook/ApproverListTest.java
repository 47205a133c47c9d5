package io.driftseal.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.stamp.ApproverFiles;
import io.driftseal.stamp.ApproverKey;
import io.driftseal.stamp.ApproverRing;
import io.driftseal.stamp.KeyFileException;
import io.driftseal.stamp.SigningKey;
import io.driftseal.stamp.Validity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The list that administrators keep, while it changes under a running service. */
final class ApproverListTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir private Path directory;
    private Path file;
    private int writes;
    private final ApproverKey alice = approver("alice");

    private static ApproverKey approver(String identity) {
        var key =
                SigningKey.generate(
                        new SecureRandom(), new Validity(NOW, NOW.plus(Duration.ofDays(1))));
        return new ApproverKey(key.verificationKey(), identity, Optional.empty());
    }

    @BeforeEach
    void aliceIsListed() throws Exception {
        file = directory.resolve("approvers.json");
        write(alice);
    }

    private void write(ApproverKey... keys) throws Exception {
        ApproverFiles.writeRing(file, new ApproverRing(List.of(keys)));
        touch();
    }

    /** Clocks of file systems are coarse; two writes of a test may fall into one tick. */
    private void touch() throws Exception {
        Files.setLastModifiedTime(file, FileTime.from(NOW.plusSeconds(++writes)));
    }

    @Test
    void withoutAFileNobodyIsListed() throws Exception {
        ApproverList list = ApproverList.open(Optional.empty());
        list.reloadIfChanged();

        assertThat(list.approvers()).isEmpty();
        assertThat(list.failure()).isEmpty();
        assertThat(list.counting()).isZero();
    }

    @Test
    void aKeyThatIsAddedCountsAndOneThatIsRevokedNoLonger() throws Exception {
        ApproverList list = ApproverList.open(Optional.of(file));
        assertThat(list.counting()).isEqualTo(1);

        write(alice, approver("bob"));
        list.reloadIfChanged();
        assertThat(list.counting()).isEqualTo(2);

        write(alice.revoked(NOW));
        list.reloadIfChanged();
        assertThat(list.counting()).isZero();
        assertThat(list.approvers().orElseThrow().find(alice.key().kid()).orElseThrow().revokedAt())
                .contains(NOW);
    }

    @Test
    void aFileThatIsNotThereAtTheStartKeepsTheServiceFromStarting() {
        assertThatThrownBy(() -> ApproverList.open(Optional.of(directory.resolve("none"))))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("driftseal keys approver");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"version\":1,\"use\":\"approval-verification\"}"})
    void aFileThatIsBrokenKeepsTheServiceFromStarting(String text) throws Exception {
        Files.writeString(file, text);

        assertThatThrownBy(() -> ApproverList.open(Optional.of(file)))
                .isInstanceOf(KeyFileException.class);
    }

    /** Nobody gains by breaking the file: the last list counts, and health says so. */
    @ParameterizedTest
    @ValueSource(strings = {"", "{", "no list"})
    void aFileThatBreaksLaterLeavesTheLastListAndSaysSoUntilItIsMended(String text)
            throws Exception {
        ApproverList list = ApproverList.open(Optional.of(file));

        Files.writeString(file, text);
        touch();
        list.reloadIfChanged();

        assertThat(list.counting()).isEqualTo(1);
        assertThat(list.failure()).hasValueSatisfying(why -> assertThat(why).contains("the last"));
        list.reloadIfChanged();
        assertThat(list.failure()).as("as long as it is broken").isPresent();

        write(alice, approver("bob"));
        list.reloadIfChanged();
        assertThat(list.counting()).isEqualTo(2);
        assertThat(list.failure()).isEmpty();
    }

    @Test
    void aFileThatIsTakenAwayLeavesTheLastList() throws Exception {
        ApproverList list = ApproverList.open(Optional.of(file));

        Files.delete(file);
        list.reloadIfChanged();

        assertThat(list.counting()).isEqualTo(1);
        assertThat(list.failure()).isPresent();
    }

    @Test
    void aListOfTooManyKeysIsRefused() throws Exception {
        StringBuilder keys = new StringBuilder();
        for (int i = 0; i <= ApproverRing.MAXIMUM_KEYS; i++) {
            ApproverFiles.writeRing(file, new ApproverRing(List.of(approver("a" + i))));
            String one = Files.readString(file);
            String entry = one.substring(one.indexOf("[") + 1, one.lastIndexOf("]"));
            keys.append(i == 0 ? "" : ",").append(entry);
        }
        Files.writeString(
                file, "{\"version\":1,\"use\":\"approval-verification\",\"keys\":[" + keys + "]}");

        assertThatThrownBy(() -> ApproverList.open(Optional.of(file)))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("at most 128");
    }
}
