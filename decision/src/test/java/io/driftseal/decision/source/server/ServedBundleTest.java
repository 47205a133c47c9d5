package io.driftseal.decision.source.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.decision.bundle.OpaCommand;
import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.bundle.PolicyRefusedException;
import io.driftseal.decision.bundle.RealOpa;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which files of a bundle are policy, and which bundles are not taken. */
final class ServedBundleTest {

    private static final String SETTINGS = "{\"schema\":\"driftseal.settings/v1\"}";

    @TempDir private Path directory;

    @Test
    void whatOpaBuildsIsRead() throws Exception {
        // Given: Rego with a test, and settings where OPA has data
        Path team = Files.createDirectories(directory.resolve("src/team"));
        Files.writeString(team.resolve("ports.rego"), "package driftseal.team\n\na := 1\n");
        Files.writeString(
                team.resolve("ports_test.rego"), "package driftseal.team\n\ntest_a if a == 1\n");
        Path data = Files.createDirectories(directory.resolve("src/driftseal/settings"));
        Files.writeString(data.resolve("data.json"), SETTINGS);
        // When
        var result =
                new OpaCommand(RealOpa.program(), directory.resolve("src"))
                        .run("build", "-b", ".", "-r", "release 7", "-o", "../b.tar.gz");
        assertThat(result.exitCode()).as(result.output()).isZero();
        ServedBundle bundle =
                ServedBundle.of(
                        Files.readAllBytes(directory.resolve("b.tar.gz")), Optional.empty());
        // Then
        assertThat(bundle.manifest()).isEqualTo(new BundleManifest("release 7", List.of("")));
        assertThat(bundle.policies().keySet())
                .containsExactly("bundle/team/ports.rego", "data/bundle-settings.json");
        assertThat(PolicyBundle.of(bundle.policies()).settings().exemptions()).isEmpty();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                row("nothing in it", new Tar(), "neither Rego nor settings"),
                row("tests only", new Tar().file("a_test.rego", ""), "neither Rego nor settings"),
                row("a delta", rego().file("patch.json", "{}"), "is a delta"),
                row("YAML", rego().file("x/data.yaml", "a: 1"), "data in YAML"),
                row("YAML", rego().file("data.yml", "a: 1"), "data in YAML"),
                row("old Rego", manifest("{\"rego_version\":0}"), "another Rego version"),
                row(
                        "old Rego of one file",
                        manifest("{\"file_rego_versions\":{\"/a.rego\":0}}"),
                        "another Rego version"),
                row("a manifest that is none", manifest("[]"), "no JSON object"),
                row("roots that are none", manifest("{\"roots\":[1]}"), "roots"),
                row("a revision of two lines", manifest("{\"revision\":\"a\\nb\"}"), "one line"),
                row("a second manifest", rego().file("x/.manifest", "{}"), "is not .manifest"),
                row("a manifest in protobuf", rego().file(".manifest.pb", ""), "is not .manifest"),
                row("signed without keys", rego().file(".signatures.json", "{}"), "no keys"),
                row("signatures elsewhere", rego().file("x/.signatures.json", "{}"), "its root"),
                row("hidden Rego", rego().file(".x/b.rego", ""), "not loaded"),
                row("hidden Rego", rego().file("x/schema/b.rego", ""), "not loaded"),
                row("hidden Rego", rego().file("schema/b.rego", ""), "not loaded"),
                row("other data", rego().file("data.json", "{\"a\":1}"), "only driftseal.settings"),
                row(
                        "other data beside settings",
                        rego().file("data.json", "{\"driftseal\":{\"settings\":{},\"x\":1}}"),
                        "only driftseal.settings"),
                row("data elsewhere", rego().file("x/data.json", "{\"a\":1}"), "x/data.json"),
                row("data twice", rego().file("data.json", "{\"a\":1,\"a\":2}"), "malformed data"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void isNotTaken(String name, Tar bundle, String reason) {
        byte[] archive = bundle.end().packed();
        assertThatThrownBy(() -> ServedBundle.of(archive, Optional.empty()))
                .as(name)
                .isInstanceOf(PolicyRefusedException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void settingsAreReadAsStrictlyAsAnywhere() throws Exception {
        // Given
        byte[] misspelt =
                rego().file(
                                "data/exemptions.json",
                                "{\"schema\":\"driftseal.settings/v1\",\n\"exemptions\":{}}")
                        .end()
                        .packed();
        // When
        ServedBundle bundle = ServedBundle.of(misspelt, Optional.empty());
        // Then
        assertThatThrownBy(() -> PolicyBundle.of(bundle.policies()))
                .isInstanceOf(PolicyRefusedException.class)
                .hasMessageContaining("data/bundle-exemptions.json:2: exemptions");
    }

    private static Arguments row(String name, Tar bundle, String reason) {
        return Arguments.of(name, bundle, reason);
    }

    private static Tar rego() {
        return new Tar().file("a.rego", "package driftseal.a");
    }

    private static Tar manifest(String content) {
        return rego().file(".manifest", content);
    }
}
