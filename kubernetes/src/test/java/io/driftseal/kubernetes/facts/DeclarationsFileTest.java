package io.driftseal.kubernetes.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of declarations: read again when it changes, and never half in force. */
class DeclarationsFileTest {

    private static final String GOOD =
            "{\"version\":1,\"admissionPlugins\":[\"AlwaysPullImages\"]}";

    @TempDir private Path folder;

    private Instant now = Instant.parse("2026-11-26T12:00:00Z");

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("declarations.json"), text);
    }

    private DeclarationsFile opened(Path file) {
        return DeclarationsFile.open(Optional.of(file), () -> now);
    }

    @Test
    void declaresNothingWithoutAFile() {
        DeclarationsFile declarations = DeclarationsFile.open(Optional.empty(), () -> now);

        assertThat(declarations.get().admissionPlugins()).isEmpty();
        assertThat(declarations.failure()).isEmpty();
    }

    @Test
    void isReadAgainWhenItHasChanged() throws IOException {
        // Given a file, and a change of it
        DeclarationsFile declarations = opened(file(GOOD));
        assertThat(declarations.get().admissionPlugins()).containsExactly("AlwaysPullImages");
        file("{\"version\":1}");

        // When some seconds have passed, then the change is in force
        now = now.plus(Duration.ofSeconds(6));
        assertThat(declarations.get().admissionPlugins()).isEmpty();
    }

    @Test
    void keepsTheLastGoodOneAndSaysSo() throws IOException {
        // Given a file that becomes unreadable
        DeclarationsFile declarations = opened(file(GOOD));
        file("{\"version\":1,\"ignore\":[\"spec\"]}");
        now = now.plus(Duration.ofSeconds(6));

        // When it is used, then what was read before is in force, and the mistake is named
        assertThat(declarations.get().admissionPlugins()).containsExactly("AlwaysPullImages");
        assertThat(declarations.failure())
                .hasValueSatisfying(it -> assertThat(it).contains("ignore"));

        // When it is mended, then all is well
        file(GOOD);
        now = now.plus(Duration.ofSeconds(6));
        assertThat(declarations.failure()).isEmpty();
    }

    @Test
    void refusesToBeginWithABadFile() throws IOException {
        Path missing = folder.resolve("none.json");
        Path bad = file("{\"version\":1,\"injectors\":[{\"name\":\"mesh\"}]}");

        assertThatThrownBy(() -> opened(missing)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> opened(bad))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mesh");
    }
}
