package io.driftseal.system.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.testsupport.ProgramLocator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolCacheTest {
    private static final Program PROGRAM = Program.withoutVersion("drift-program");
    private static final Tool TOOL =
            new Tool(
                    "drift",
                    "1.2.3",
                    List.of(PROGRAM),
                    "",
                    1,
                    new Route.GoModule("drift", List.of()));

    @TempDir Path root;

    @Test
    void anUnfinishedBuildIsNeitherFoundNorKept() throws Exception {
        // Given a build that was killed after it wrote a program
        ToolCache cache = new ToolCache(root);
        Path building = cache.newBuildFolder(TOOL);
        program(building);

        // When the next run looks, then cleans up
        boolean found = cache.find(TOOL, PROGRAM).isPresent();
        cache.removeLeftovers();

        // Then
        assertThat(found).isFalse();
        assertThat(building).doesNotExist();
    }

    @Test
    void aFinishedBuildReplacesTheOneBefore() throws Exception {
        // Given
        ToolCache cache = new ToolCache(root);
        publish(cache, "origin 1");

        // When
        publish(cache, "origin 2");
        cache.removeLeftovers();

        // Then
        assertThat(cache.builtFrom(TOOL, "origin 2")).isTrue();
        assertThat(cache.builtFrom(TOOL, "origin 1")).isFalse();
        assertThat(cache.find(TOOL, PROGRAM)).isPresent();
        try (Stream<Path> entries = Files.list(root)) {
            assertThat(entries).containsExactly(root.resolve("drift-1.2.3"));
        }
    }

    @Test
    void aLinkFollowsTheProgramThatIsInUse() throws Exception {
        // Given
        ToolCache cache = new ToolCache(root);
        cache.link(TOOL, new Found(PROGRAM, Path.of("/before"), Found.Place.PATH));

        // When
        cache.link(TOOL, new Found(PROGRAM, Path.of("/after"), Found.Place.PATH));

        // Then
        assertThat(Files.readSymbolicLink(cache.bin().resolve("drift-program")))
                .isEqualTo(Path.of("/after"));
    }

    @Test
    void testsLookWhereTheToolsCommandPutsItsLinks() {
        assertThat(ToolCache.ofUser(System.getenv()).bin())
                .isEqualTo(ProgramLocator.ofProcess().linkFolder());
    }

    private static void publish(ToolCache cache, String origin) throws Exception {
        Path building = cache.newBuildFolder(TOOL);
        program(building);
        cache.publish(TOOL, building, origin);
    }

    private static void program(Path folder) throws Exception {
        Path path = folder.resolve("drift-program");
        Files.writeString(path, "#!/bin/sh\n");
        assertThat(path.toFile().setExecutable(true)).isTrue();
    }
}
