package io.driftseal.decision.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.decision.bundle.PolicyRefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory that people copy files to. */
final class DirectorySourceTest {

    @TempDir private Path directory;

    @BeforeEach
    void policies() throws IOException {
        Files.writeString(directory.resolve("a.rego"), "package driftseal.a");
    }

    @Test
    void whatIsThereAtFirstCountsAtOnceAndOnlyOnce() throws Exception {
        // Given
        var source = new DirectorySource(directory);
        // When, Then
        assertThat(source.fetch()).isPresent();
        assertThat(source.fetch()).isEmpty();
    }

    @Test
    void aChangeCountsWhenItStaysTheSame() throws Exception {
        // Given
        var source = new DirectorySource(directory);
        source.fetch();
        // When: copied file by file
        Files.writeString(directory.resolve("a.rego"), "package driftseal.b");
        boolean first = source.fetch().isPresent();
        Files.writeString(directory.resolve("c.rego"), "package driftseal.c");
        boolean second = source.fetch().isPresent();
        // Then
        assertThat(first).isFalse();
        assertThat(second).isFalse();
        assertThat(source.fetch()).isPresent();
        assertThat(source.fetch()).isEmpty();
    }

    @Test
    void malformedSettingsAreRefusedWhenTheyStayAndUntilTheyAreMended() throws Exception {
        // Given
        var source = new DirectorySource(directory);
        source.fetch();
        Path settings = Files.createDirectory(directory.resolve("data")).resolve("a.json");
        Files.writeString(settings, "{");
        // When, Then
        assertThat(source.fetch()).isEmpty();
        assertThatThrownBy(source::fetch).isInstanceOf(PolicyRefusedException.class);
        assertThatThrownBy(source::fetch).isInstanceOf(PolicyRefusedException.class);
        Files.delete(settings);
        assertThat(source.fetch()).isEmpty();
        assertThat(source.fetch()).isPresent();
    }

    @Test
    void aLayerAddsFilesAndMayNotTakeTheirPlace() throws Exception {
        // Given
        Map<String, byte[]> files = new HashMap<>();
        files.put("layer/b.rego", "package driftseal.b".getBytes(StandardCharsets.UTF_8));
        var source = new LayeredSource(directory, List.of(layer("layer", files)));
        // When
        String both = source.fetch().orElseThrow().revision();
        // Then
        assertThat(source.fetch()).isEmpty();
        files.clear();
        assertThat(source.fetch().orElseThrow().revision()).isNotEqualTo(both);
        files.put("a.rego", new byte[0]);
        assertThatThrownBy(source::fetch)
                .isInstanceOf(PolicyRefusedException.class)
                .hasMessageContaining("two files are called a.rego");
    }

    @Test
    void whatWasThereBeforeARefusalIsSaidAgain() throws Exception {
        // Given
        Map<String, byte[]> files = new HashMap<>();
        var source = new LayeredSource(directory, List.of(layer("layer", files)));
        String before = source.fetch().orElseThrow().revision();
        files.put("data/a.json", "{".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(source::fetch).isInstanceOf(PolicyRefusedException.class);
        // When
        files.clear();
        // Then: or it would count as refused for ever
        assertThat(source.fetch().orElseThrow().revision()).isEqualTo(before);
    }

    @Test
    void layersLieBesideOneAnother() throws Exception {
        // Given
        Map<String, byte[]> one = new HashMap<>();
        one.put("one/b.rego", "package driftseal.b".getBytes(StandardCharsets.UTF_8));
        Map<String, byte[]> two = new HashMap<>();
        two.put("two/b.rego", "package driftseal.c".getBytes(StandardCharsets.UTF_8));
        var source = new LayeredSource(directory, List.of(layer("one", one), layer("two", two)));
        // When, Then
        assertThat(source.name()).isEqualTo("one and two on directory " + directory);
        String both = source.fetch().orElseThrow().revision();
        two.clear();
        assertThat(source.fetch().orElseThrow().revision()).isNotEqualTo(both);
    }

    @Test
    void whatTheDirectoryHasIsNotThereTwice() throws Exception {
        // Given: a bundle that was built together with the shipped rules
        String alone = new DirectorySource(directory).fetch().orElseThrow().revision();
        Map<String, byte[]> files = new HashMap<>();
        files.put("bundle/a.rego", "package driftseal.a".getBytes(StandardCharsets.UTF_8));
        var source = new LayeredSource(directory, List.of(layer("bundle", files)));
        // When, Then
        assertThat(source.fetch().orElseThrow().revision()).isEqualTo(alone);
        files.put("bundle/a.rego", "package driftseal.a ".getBytes(StandardCharsets.UTF_8));
        assertThat(source.fetch().orElseThrow().revision()).isNotEqualTo(alone);
    }

    private static LayeredSource.Layer layer(String name, Map<String, byte[]> files) {
        return new LayeredSource.Layer() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Map<String, byte[]> files() {
                return files;
            }
        };
    }
}
