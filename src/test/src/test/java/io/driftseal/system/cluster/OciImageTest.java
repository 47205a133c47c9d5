package io.driftseal.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.system.images.LayerEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OciImageTest {
    @TempDir Path folder;

    @Test
    void equalEntriesMakeEqualArchives() throws IOException {
        // Given
        Path first = folder.resolve("first.tar");
        Path second = folder.resolve("second.tar");

        // When
        String firstDigest = image("hello").write(first);
        String secondDigest = image("hello").write(second);

        // Then
        assertThat(firstDigest).isEqualTo(secondDigest).matches("sha256:[0-9a-f]{64}");
        assertThat(Files.mismatch(first, second)).isEqualTo(-1);
    }

    @Test
    void otherContentHasAnotherDigest() {
        assertThat(image("hello").write(folder.resolve("a.tar")))
                .isNotEqualTo(image("other").write(folder.resolve("b.tar")));
    }

    @Test
    void tarReadsWhatIsWritten() {
        // Given
        Path archive = folder.resolve("image.tar");
        image("hello").write(archive);

        // When an independent program lists it
        String listing =
                ProgramRun.run(
                                List.of("tar", "-tf", archive.toString()),
                                java.util.Map.of(),
                                "",
                                java.time.Duration.ofSeconds(10))
                        .require();

        // Then
        assertThat(listing.lines().toList()).contains("oci-layout", "index.json").hasSize(5);
    }

    @Test
    void aNameThatTarCannotHoldIsRefused() {
        OciImage image =
                new OciImage(
                        "driftseal.local/test:1",
                        List.of(LayerEntry.text("a".repeat(101), "")),
                        List.of(),
                        List.of());

        assertThatThrownBy(() -> image.write(folder.resolve("x.tar")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 100 bytes");
    }

    private static OciImage image(String content) {
        return new OciImage(
                "driftseal.local/test:1",
                List.of(
                        new LayerEntry.Directory("bin", 0755),
                        LayerEntry.text("bin/file", content),
                        new LayerEntry.Link("bin/link", "file")),
                List.of("/bin/file"),
                List.of("argument \"quoted\""));
    }
}
