package io.driftseal.decision.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which schemas policies are held to: their own, else those that are published. */
final class PolicyCheckTest {

    private static final String TEAM =
            """
            package driftseal.admission

            team contains "web" if {
            	input.workload.%s == "web"
            }
            """;

    @TempDir private Path work;
    private Path policies;

    @BeforeEach
    void theShippedRules() throws IOException {
        policies = work.resolve("policies");
        copy(RealOpa.shippedPolicies(), policies);
    }

    @Test
    void aMisspeltInputPathIsRefusedByFileAndLineWithAndWithoutTheFolder() throws Exception {
        write("admission/team.rego", TEAM.formatted("nmae"));

        assertRefused("admission/team.rego", 4, "undefined ref: input.workload.nmae");
        PolicyBundle.delete(policies.resolve("schema"));
        assertRefused("admission/team.rego", 4, "undefined ref: input.workload.nmae");
    }

    @Test
    void rightPathsPassWithoutTheFolder() throws IOException {
        write("admission/team.rego", TEAM.formatted("name"));
        PolicyBundle.delete(policies.resolve("schema"));

        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void theFolderCountsWhereThereIsOne() throws IOException {
        write("admission/team.rego", TEAM.formatted("nmae"));
        Path schema = policies.resolve("schema/admission-input.json");
        Files.writeString(schema, Files.readString(schema).replace("\"name\"", "\"nmae\""));

        // What the shipped rules read is then what is misspelt
        assertThatThrownBy(this::check)
                .isInstanceOf(PolicyRefusedException.class)
                .hasMessageContaining("undefined ref: input.namespace.name")
                .hasMessageNotContaining("nmae");
    }

    @Test
    void aSchemaThatIsNotPublishedNeedsTheFolder() throws IOException {
        write(
                "admission/team.rego",
                """
                # METADATA
                # schemas:
                #   - input: schema["team-input"]
                package driftseal.team

                web if input.workload.name == "web"
                """);
        PolicyBundle.delete(policies.resolve("schema"));

        assertThatThrownBy(this::check)
                .isInstanceOf(PolicyRefusedException.class)
                .hasMessageContaining("admission/team.rego")
                .hasMessageContaining("undefined schema");
    }

    @Test
    void whatIsPublishedIsWhatTheRepositoryHolds() throws IOException {
        Path written = work.resolve("written");
        PublishedSchemas.writeTo(written);

        assertThat(texts(written)).isEqualTo(texts(RealOpa.shippedPolicies().resolve("schema")));
    }

    private void assertRefused(String file, int line, String message) {
        assertThatThrownBy(this::check)
                .isInstanceOfSatisfying(
                        PolicyRefusedException.class,
                        e ->
                                assertThat(e.problems())
                                        .containsExactly(new PolicyProblem(file, line, message)));
    }

    private void check() throws PolicyRefusedException, EngineStartException {
        new PolicyCheck(RealOpa.program(), work).check("policies");
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(policies.resolve(name), content);
    }

    private static List<String> texts(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<String> texts = new java.util.ArrayList<>();
            for (Path file : files.sorted().toList()) {
                texts.add(file.getFileName() + Files.readString(file, StandardCharsets.UTF_8));
            }
            return texts;
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (!file.toString().endsWith("_test.rego")) {
                    Files.copy(file, target);
                }
            }
        }
    }
}
