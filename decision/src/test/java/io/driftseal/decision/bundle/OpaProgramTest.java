package io.driftseal.decision.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OpaProgramTest {

    @TempDir private Path directory;

    @BeforeEach
    void programs() throws IOException {
        for (String name :
                new String[] {"named", "path/opa", "cache/driftseal/tools/bin/opa", ".cache/x"}) {
            Path program = directory.resolve(name);
            Files.createDirectories(program.getParent());
            assertThat(Files.createFile(program).toFile().setExecutable(true)).isTrue();
        }
    }

    @Test
    void theNamedOneComesBeforeTheCacheAndTheCacheBeforeThePath() {
        // Given
        Map<String, String> all =
                Map.of(
                        "DRIFTSEAL_OPA", at("named"),
                        "XDG_CACHE_HOME", at("cache"),
                        "PATH", at("empty") + ":" + at("path"));
        Map<String, String> unnamed = Map.of("XDG_CACHE_HOME", at("cache"), "PATH", at("path"));
        Map<String, String> path =
                Map.of("HOME", at("home"), "PATH", at("empty") + "::" + at("path"));
        // When, Then
        assertThat(find(Optional.of(at("path/opa")), all)).hasValue(directory.resolve("path/opa"));
        assertThat(find(Optional.empty(), all)).hasValue(directory.resolve("named"));
        assertThat(find(Optional.empty(), unnamed))
                .hasValue(directory.resolve("cache/driftseal/tools/bin/opa"));
        assertThat(find(Optional.empty(), path)).hasValue(directory.resolve("path/opa"));
    }

    @Test
    void aNamedOneThatIsNotThereIsNotReplacedByAnother() {
        // When, Then
        assertThat(find(Optional.empty(), Map.of("DRIFTSEAL_OPA", at("gone"), "PATH", at("path"))))
                .isEmpty();
    }

    @Test
    void nothingIsFoundWhereNothingIs() {
        // When, Then
        assertThat(find(Optional.empty(), Map.of())).isEmpty();
    }

    private String at(String name) {
        return directory.resolve(name).toString();
    }

    private static Optional<Path> find(Optional<String> property, Map<String, String> environment) {
        return OpaProgram.find(property, name -> Optional.ofNullable(environment.get(name)));
    }
}
