package io.driftseal.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramLocatorTest {
    @TempDir Path home;

    @Test
    void theLinkOfTheToolsCommandComesBeforePath() throws IOException {
        // Given another version on PATH and the pinned one in the cache
        program(home.resolve("path/drift-program"));
        Path linked = program(home.resolve(".cache/driftseal/tools/bin/drift-program"));
        ProgramLocator locator = locator("", home.resolve("path").toString());

        // When
        Path located = locator.locate("drift-program");

        // Then
        assertThat(located).isEqualTo(linked);
    }

    @Test
    void theSystemPropertyComesFirst() throws IOException {
        // Given
        Path named = program(home.resolve("own/drift-program"));
        program(home.resolve(".cache/driftseal/tools/bin/drift-program"));
        ProgramLocator locator = locator(named.toString(), "");

        // When
        Path located = locator.locate("drift-program");

        // Then
        assertThat(located).isEqualTo(named);
    }

    @Test
    void aProgramNamedByTheUserMustExist() {
        ProgramLocator locator = locator("/nowhere/drift-program", "");

        assertThatThrownBy(() -> locator.locate("drift-program"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("/nowhere/drift-program");
    }

    @Test
    void whatIsMissingSaysWhatToRun() {
        ProgramLocator locator = locator("", "");

        assertThatThrownBy(() -> locator.locate("drift-program"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "The program drift-program was not found. Run ./driftseal tools, or set"
                                + " DRIFTSEAL_DRIFT_PROGRAM to its path.");
    }

    private ProgramLocator locator(String property, String path) {
        return new ProgramLocator(
                Map.of("HOME", home.toString(), "PATH", path),
                name -> name.equals("driftseal.drift-program") ? property : "");
    }

    private static Path program(Path path) throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, "#!/bin/sh\n");
        assertThat(path.toFile().setExecutable(true)).isTrue();
        return path;
    }
}
