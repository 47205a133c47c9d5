package io.driftseal.system.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a go command of the test's own, because the real one takes its time. */
class ToolboxTest {
    private static final Tool TOOL =
            new Tool(
                    "drift",
                    "1.2.3",
                    List.of(Program.withoutVersion("drift"), Program.withoutVersion("seal")),
                    "",
                    1,
                    new Route.GoModule("drift", List.of()));

    @TempDir Path folder;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @BeforeEach
    void moduleSource() throws IOException {
        Files.createDirectories(folder.resolve("modules/drift"));
        Files.writeString(folder.resolve("modules/drift/main.go"), "package main\n");
    }

    @Test
    void whatIsMissingIsBuiltOnceAndLinked() throws Exception {
        // Given
        go("echo program > $output; chmod 755 $output");

        // When
        toolbox().ensure(List.of(TOOL));
        toolbox().ensure(List.of(TOOL));

        // Then
        assertThat(folder.resolve("cache/bin/drift")).isExecutable();
        assertThat(folder.resolve("cache/bin/seal")).isExecutable();
        assertThat(output.toString(StandardCharsets.UTF_8))
                .containsOnlyOnce("Building drift 1.2.3");
    }

    @Test
    void anEditOfItsSourceBuildsItAgain() throws Exception {
        // Given
        go("echo program > $output; chmod 755 $output");
        toolbox().ensure(List.of(TOOL));

        // When
        Files.writeString(folder.resolve("modules/drift/main.go"), "package main // edited\n");
        toolbox().ensure(List.of(TOOL));

        // Then
        assertThat(output.toString(StandardCharsets.UTF_8).split("Building drift", -1)).hasSize(3);
    }

    @Test
    void aFailedBuildSaysWhyAndLeavesNoHalfProgram() throws Exception {
        // Given
        go("echo half > $output; chmod 755 $output; echo 'no space left'; exit 1");

        // When
        assertThatThrownBy(() -> toolbox().ensure(List.of(TOOL)))
                .isInstanceOf(ToolException.class)
                .hasMessageContaining("drift 1.2.3 could not be built")
                .hasMessageContaining("no space left");

        // Then
        ToolCache cache = new ToolCache(folder.resolve("cache"));
        cache.removeLeftovers();
        try (Stream<Path> entries = Files.list(cache.root())) {
            assertThat(entries).containsExactly(cache.root().resolve(".lock"));
        }
    }

    private Toolbox toolbox() {
        PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
        ToolCache cache = new ToolCache(folder.resolve("cache"));
        ToolSearch search =
                new ToolSearch(Map.of("PATH", folder.resolve("path").toString()), cache);
        return new Toolbox(
                search,
                cache,
                new GoBuild(folder.resolve("modules"), cache, out, Clock.systemUTC()),
                new DistributionPackages(search, out),
                out);
    }

    /** A script in the place of go whose build puts something into {@code $output}. */
    private void go(String build) throws IOException {
        Path go = folder.resolve("path/go");
        Files.createDirectories(go.getParent());
        Files.writeString(
                go,
                """
                #!/bin/sh
                if [ "$1" = version ]; then echo "go version go1.26.8 linux/amd64"; exit; fi
                while [ $# -gt 0 ]; do if [ "$1" = -o ]; then output=$2; fi; shift; done
                """
                        + build
                        + "\n");
        assertThat(go.toFile().setExecutable(true)).isTrue();
    }
}
