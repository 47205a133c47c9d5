package io.driftseal.system.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is what the tar program reads. */
class TarArchiveTest {
    @TempDir Path directory;

    @Test
    void namesOfEveryLength() throws Exception {
        List<String> names =
                List.of(
                        "a",
                        "folder/a",
                        "f".repeat(60) + "/" + "n".repeat(39),
                        "f".repeat(60) + "/" + "n".repeat(40),
                        "f".repeat(60) + "/" + "g".repeat(60) + "/" + "n".repeat(100));
        Path archive = directory.resolve("x.tar");
        try (OutputStream out = Files.newOutputStream(archive)) {
            var tar = new TarArchive(out);
            for (String name : names) {
                tar.file(name, 0644, name.getBytes(StandardCharsets.UTF_8));
            }
            tar.finish();
        }
        Process reads =
                new ProcessBuilder("tar", "-xf", archive.toString(), "-C", directory.toString())
                        .inheritIO()
                        .start();
        assertThat(reads.waitFor()).isZero();
        for (String name : names) {
            assertThat(directory.resolve(name)).hasContent(name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/"})
    void aNameThatDoesNotFitIsRefused(String folder) {
        var tar = new TarArchive(OutputStream.nullOutputStream());
        String name = folder + "n".repeat(101);
        assertThatThrownBy(() -> tar.file(name, 0644, new byte[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }
}
