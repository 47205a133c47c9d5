package io.driftseal.decision.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The revision says which policies decided, and nothing else changes it. */
final class PolicyBundleTest {

    @TempDir private Path directory;

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource({
        "a.rego, changed, true",
        "b.rego, new, true",
        "deep/er/c.rego, new, true",
        "schema/drift-input.json, new, true",
        "a_test.rego, new, false",
        "README.md, new, false",
        "data.json, new, false",
        "data/a.json, {\"schema\": \"driftseal.settings/v1\"}, true",
        "data/a.yaml, new, false",
        "data/a.rego, package a, true",
        "..2026_11_23/a.rego, package a, false",
        "deep/.hidden/a.rego, new, false"
    })
    void revisionFollowsWhatIsLoaded(String file, String content, boolean changes)
            throws Exception {
        // Given
        write("a.rego", "package a");
        String before = PolicyBundle.read(directory).revision();
        // When
        write(file, content);
        // Then
        assertThat(PolicyBundle.read(directory).revision().equals(before)).isNotEqualTo(changes);
    }

    @Test
    void revisionTellsNamesFromContents() throws Exception {
        // Given
        write("a.rego", "b.rego");
        String one = PolicyBundle.read(directory).revision();
        Files.delete(directory.resolve("a.rego"));
        // When
        write("b.rego", "a.rego");
        // Then
        assertThat(PolicyBundle.read(directory).revision()).isNotEqualTo(one);
    }

    @Test
    void theCopyIsWhatWasReadNotWhatIsThereNow() throws Exception {
        // Given
        write("a.rego", "package a");
        PolicyBundle bundle = PolicyBundle.read(directory);
        write("a.rego", "package changed");
        Path copy = directory.resolve("copy");
        // When
        bundle.writeTo(copy);
        // Then
        assertThat(copy.resolve("a.rego")).hasContent("package a");
    }

    @Test
    void settingsReachTheEngineInTheFormThatWasChecked() throws Exception {
        // Given
        write("a.rego", "package a");
        write("data/shop.json", "{\"schema\": \"driftseal.settings/v1\", \"exemptions\": []}");
        Path copy = directory.resolve("copy");
        // When
        PolicyBundle.read(directory).writeTo(copy);
        // Then
        assertThat(copy.resolve("driftseal/settings/data.json"))
                .hasContent("{\"exemptions\":[],\"enforcement\":[],\"registries\":[]}");
        assertThat(copy.resolve("data")).doesNotExist();
    }

    @Test
    void malformedSettingsAreRefusedWithFileAndLine() throws Exception {
        // Given
        write("a.rego", "package a");
        write("data/shop.json", "{\n\"schema\": 1\n}");
        // When, Then
        assertThatThrownBy(() -> PolicyBundle.read(directory))
                .isInstanceOf(PolicyRefusedException.class)
                .hasMessageContaining("settings refused: data/shop.json:2: schema must be");
    }

    @Test
    void directoriesWithoutPoliciesAreRefused() {
        // When, Then
        assertThatThrownBy(() -> PolicyBundle.read(directory))
                .isInstanceOf(PolicyRefusedException.class)
                .hasMessageContaining("holds no policies");
        assertThatThrownBy(() -> PolicyBundle.read(directory.resolve("gone")))
                .isInstanceOf(PolicyRefusedException.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void directoriesBeyondTheBoundAreRefused() throws Exception {
        // Given
        for (int n = 0; n <= 1000; n++) {
            write("p" + n + ".rego", "");
        }
        // When, Then
        assertThatThrownBy(() -> PolicyBundle.read(directory))
                .isInstanceOf(PolicyRefusedException.class)
                .hasMessageContaining("more than 1000 files");
    }

    private void write(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
