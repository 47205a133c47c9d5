package io.driftseal.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
    @TempDir Path folder;
    private Path file = Path.of("/");

    @BeforeEach
    void emptyLog() throws IOException {
        file = Files.createFile(folder.resolve("audit.log"));
    }

    @Test
    void aHalfWrittenEventIsReadWhenItIsWhole() throws IOException {
        // Given
        append("{\"auditID\":\"a\"}\n{\"audit");
        AuditLog log = new AuditLog(file);
        AuditLog.Position position = log.now();

        // When
        append("ID\":\"b\"}\n");

        // Then
        assertThat(log.since(position, event -> true))
                .extracting(AuditEvent::auditId)
                .containsExactly("b");
    }

    @Test
    void theFirstEventThatFitsIsReturned() throws IOException {
        // Given
        append("{\"verb\":\"get\"}\n{\"verb\":\"create\",\"objectRef\":{\"name\":\"x\"}}\n");

        // When
        AuditEvent event =
                new AuditLog(file)
                        .await(
                                AuditLog.Position.START,
                                Duration.ofSeconds(10),
                                "a creation",
                                e -> e.verb().equals("create"));

        // Then
        assertThat(event.name()).isEqualTo("x");
    }

    @Test
    void anEventThatDoesNotComeIsSaidInWords() {
        assertThatThrownBy(() ->
                        new AuditLog(file)
                                .await(
                                        AuditLog.Position.START,
                                        Duration.ZERO,
                                        "deletion of pod x",
                                        e -> true))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("deletion of pod x");
    }

    @Test
    void aRotationIsNotTakenForSilence() throws IOException {
        // Given
        append("{\"auditID\":\"a\"}\n");
        AuditLog log = new AuditLog(file);
        AuditLog.Position position = log.now();

        // When
        Files.writeString(file, "");

        // Then
        assertThatThrownBy(() -> log.since(position, event -> true))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("rotated");
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }
}
