package io.driftseal.system.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolSearchTest {
    private static final Program PROGRAM =
            new Program("drift-program", List.of("--version"), "version 1.2.3\n");
    private static final Tool TOOL =
            new Tool(
                    "drift",
                    "1.2.3",
                    List.of(PROGRAM),
                    "",
                    1,
                    new Route.GoModule("drift", List.of()));

    @TempDir Path folder;

    @Test
    void aProgramOnPathAtThePinnedVersionIsUsed() throws Exception {
        // Given
        program(folder.resolve("a/drift-program"), "version 1.2.30");
        Path pinned = program(folder.resolve("b/drift-program"), "version 1.2.3");
        ToolSearch search = search(Map.of("PATH", folder.resolve("a") + ":" + folder.resolve("b")));

        // When
        var found = search.find(TOOL, PROGRAM);

        // Then
        assertThat(found).contains(new Found(PROGRAM, pinned, Found.Place.PATH));
    }

    @Test
    void theEnvironmentVariableWinsWhateverItsVersion() throws Exception {
        // Given
        Path named = program(folder.resolve("own/drift-program"), "version 9");
        program(folder.resolve("b/drift-program"), "version 1.2.3");
        ToolSearch search =
                search(
                        Map.of(
                                "PATH",
                                folder.resolve("b").toString(),
                                "DRIFTSEAL_DRIFT_PROGRAM",
                                named.toString()));

        // When
        var found = search.find(TOOL, PROGRAM);

        // Then
        assertThat(found).contains(new Found(PROGRAM, named, Found.Place.ENVIRONMENT));
    }

    @Test
    void kubebuilderAssetsHoldsTheApiServer() throws Exception {
        // Given
        Program apiServer = new Program("kube-apiserver", List.of("--version"), "v1");
        Path named = program(folder.resolve("assets/kube-apiserver"), "v0");
        ToolSearch search =
                search(Map.of("KUBEBUILDER_ASSETS", folder.resolve("assets").toString()));

        // When
        var found = search.find(TOOL, apiServer);

        // Then
        assertThat(found).contains(new Found(apiServer, named, Found.Place.ENVIRONMENT));
    }

    @Test
    void anEnvironmentVariableThatPointsNowhereIsRefused() {
        ToolSearch search = search(Map.of("DRIFTSEAL_DRIFT_PROGRAM", "/nowhere"));

        assertThatThrownBy(() -> search.find(TOOL, PROGRAM))
                .isInstanceOf(ToolException.class)
                .hasMessageContaining("DRIFTSEAL_DRIFT_PROGRAM")
                .hasMessageContaining("/nowhere");
    }

    @Test
    void theCacheServesWhatIsNowhereElse() throws Exception {
        // Given
        Path cached = program(folder.resolve("cache/drift-1.2.3/drift-program"), "version 1.2.3");
        ToolSearch search = search(Map.of("PATH", ""));

        // When
        var found = search.find(TOOL, PROGRAM);

        // Then
        assertThat(found).contains(new Found(PROGRAM, cached, Found.Place.CACHE));
    }

    private ToolSearch search(Map<String, String> environment) {
        return new ToolSearch(environment, new ToolCache(folder.resolve("cache")));
    }

    private static Path program(Path path, String version) throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, "#!/bin/sh\necho '" + version + "'\n");
        assertThat(path.toFile().setExecutable(true)).isTrue();
        return path;
    }
}
