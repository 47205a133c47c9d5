package io.driftseal.scanner.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.scanner.incident.StoreException;
import io.driftseal.scanner.incident.Transaction;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreFailureTest {

    @TempDir Path temporary;
    private StoreFolder folder;

    @BeforeEach
    void prepare() {
        folder = new StoreFolder(temporary);
    }

    @Test
    void refusesAFileThatAnotherScannerHolds() {
        try (SqliteScannerStore first = folder.open()) {
            // When
            assertThatThrownBy(() -> folder.open())
                    .isInstanceOf(StoreException.class)
                    .hasMessageStartingWith("locked: ")
                    .hasMessageContaining("only one scanner");

            // Then: the holder is not disturbed
            mark(first, "uid-1");
            assertThat(first.writable().failure()).isEmpty();
        }
    }

    @Test
    void refusesAFileThatIsNoDatabase() throws IOException {
        // Given
        Files.createDirectories(folder.file.getParent());
        Files.writeString(folder.file, "this is not a database, and long enough to look like one");

        // Then
        assertThatThrownBy(() -> folder.open())
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("corrupt: ")
                .hasMessageContaining("restore");
    }

    @Test
    void refusesADamagedFile() throws IOException {
        // Given: a file whose middle was overwritten
        try (SqliteScannerStore store = folder.open()) {
            for (int number = 0; number < 200; number++) {
                mark(store, "uid-" + number);
            }
        }
        byte[] bytes = Files.readAllBytes(folder.file);
        Arrays.fill(bytes, 4096 * 2, bytes.length, (byte) 0x5a);
        Files.write(folder.file, bytes);

        // Then
        assertThatThrownBy(() -> folder.open())
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("corrupt: ");
    }

    @Test
    void staysUnreadyOnceDamageWasMet() throws IOException {
        // Given
        try (SqliteScannerStore store = folder.open()) {
            for (int number = 0; number < 500; number++) {
                mark(store, "uid-" + number);
            }
        }
        try (SqliteScannerStore store = folder.open();
                RandomAccessFile damaging = new RandomAccessFile(folder.file.toFile(), "rw")) {

            // When: the file is overwritten behind our back
            damaging.seek(4096 * 2);
            byte[] rubbish = new byte[(int) damaging.length() - 4096 * 2];
            Arrays.fill(rubbish, (byte) 0x5a);
            damaging.write(rubbish);
            assertThatThrownBy(() -> gaps(store, "uid-250"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageStartingWith("corrupt: ");

            // Then
            assertThat(store.writable().failure())
                    .hasValueSatisfying(sentence -> assertThat(sentence).startsWith("corrupt: "));
        }
    }

    @Test
    void refusesAFileOfANewerProgram() throws SQLException {
        // Given
        folder.open().close();
        try (Connection foreign = DriverManager.getConnection("jdbc:sqlite:" + folder.file);
                Statement statement = foreign.createStatement()) {
            statement.execute(
                    "INSERT INTO flyway_schema_history SELECT 99, '99', 'newer',"
                            + " type, 'V99__newer.sql', checksum, installed_by, installed_on,"
                            + " execution_time, success FROM flyway_schema_history WHERE version ="
                            + " '1'");
        }

        // Then
        assertThatThrownBy(() -> folder.open())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("newer or changed program");
    }

    @Test
    void isUnreadyWhileAForeignLockLastsAndReadyAfterwards() throws SQLException {
        try (SqliteScannerStore store = folder.open();
                Connection foreign = DriverManager.getConnection("jdbc:sqlite:" + folder.file);
                Statement statement = foreign.createStatement()) {
            // Given
            statement.execute("BEGIN IMMEDIATE");

            // When
            assertThatThrownBy(() -> mark(store, "uid-1"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageStartingWith("locked: ");

            // Then: reading goes on
            assertThat(store.writable().failure())
                    .hasValueSatisfying(sentence -> assertThat(sentence).startsWith("locked: "));
            assertThat(gaps(store, "uid-1")).isFalse();

            statement.execute("ROLLBACK");
            mark(store, "uid-1");
            assertThat(store.writable().failure()).isEmpty();
            assertThat(gaps(store, "uid-1")).isTrue();
        }
    }

    @Test
    void isUnreadyWhenFullAndKeepsWhatItHas() {
        StoreSettings small =
                new StoreSettings(
                        folder.file,
                        1024 * 1024,
                        Duration.ofMillis(50),
                        RetentionLimits.defaults());
        try (SqliteScannerStore store = folder.open(small)) {
            // Given
            mark(store, "uid-0");

            // When: more than a megabyte is written
            assertThatThrownBy(
                            () -> {
                                for (int number = 1; number < 4_000; number++) {
                                    mark(store, "uid-" + number + "x".repeat(1_000));
                                }
                            })
                    .isInstanceOf(StoreException.class)
                    .hasMessageStartingWith("full: ");

            // Then
            assertThat(store.writable().failure()).isPresent();
            assertThat(gaps(store, "uid-0")).isTrue();
        }
    }

    private static void mark(SqliteScannerStore store, String uid) {
        store.write((Transaction transaction) -> {
            transaction.gaps().mark(uid, "lost", Samples.TIME);
            return true;
        });
    }

    private static boolean gaps(SqliteScannerStore store, String uid) {
        return store.<Boolean>read(transaction -> transaction.gaps().of(uid).isPresent());
    }
}
