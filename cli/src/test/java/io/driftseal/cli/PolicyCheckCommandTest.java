package io.driftseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a security team reads about its policies before a service does. */
class PolicyCheckCommandTest {

    @TempDir private Path directory;

    @Test
    void shippedPoliciesWouldBeLoaded() {
        CommandRun run = CommandRun.of("policy", "check", shipped().toString());

        assertThat(run.out())
                .matches("These policies would be loaded, as revision [0-9a-f]{64}.\n");
        assertThat(run.code()).isEqualTo(0);
    }

    @Test
    void everyProblemIsSaidWithFileLineAndRemedy() throws IOException {
        questions();
        write(
                "team.rego",
                """
                package driftseal.team

                import data.driftseal.nowhere

                many if number > 1
                """);

        CommandRun run = CommandRun.of("policy", "check", directory.toString());

        assertThat(run.out())
                .contains("team.rego:3: import data.driftseal.nowhere unused")
                .contains("team.rego:5: var number is unsafe")
                .contains("bind it before")
                .contains("would not be loaded");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void builtinsThatPoliciesMayNotUseAreNamedWithWhatToUseInstead() throws IOException {
        questions();
        write(
                "team.rego",
                """
                package driftseal.team

                where := opa.runtime().env.HOSTNAME

                called := http.send({"method": "GET", "url": "https://team.example"})
                """);

        CommandRun run = CommandRun.of("policy", "check", directory.toString());

        assertThat(run.out())
                .contains("team.rego:3: ")
                .contains("opa.runtime")
                .contains("put what it needs into data/*.json")
                .contains("team.rego:5: ")
                .contains("a policy calls nobody")
                .contains("2 problems");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void aPolicyMayReadModulesOfRego() throws IOException {
        questions();
        write(
                "team.rego",
                """
                package driftseal.team

                imported contains path if {
                	some imported in rego.parse_module("other.rego", input.text).imports
                	path := imported.path.value
                }
                """);

        CommandRun run = CommandRun.of("policy", "check", directory.toString());

        assertThat(run.out()).startsWith("These policies would be loaded");
        assertThat(run.code()).isEqualTo(0);
    }

    @Test
    void aFunctionMayReadADecision() throws IOException {
        questions();
        write(
                "team.rego",
                """
                package driftseal.team

                judged(object) := answer if {
                	answer := data.driftseal.drift.decision with input as object
                }
                """);

        CommandRun run = CommandRun.of("policy", "check", directory.toString());

        assertThat(run.out()).contains("These policies would be loaded");
        assertThat(run.code()).isEqualTo(0);
    }

    @Test
    void packagesOutsideAndQuestionsWithoutAnswerAreAllNamed() throws IOException {
        write("admission.rego", "package driftseal.admission\n\ndecision := {\"ok\": true}\n");
        write("shop.rego", "# ours\npackage shop\n\nallowed := true\n");

        CommandRun run = CommandRun.of("policy", "check", "--json", directory.toString());

        assertThat(run.out())
                .contains("\"loads\":false")
                .contains("\"file\":\"shop.rego\",\"line\":2")
                .contains("package driftseal.access is missing")
                .contains("package driftseal.grant is missing")
                .contains("package driftseal.drift is missing")
                .contains("package driftseal.response is missing")
                .doesNotContain("package driftseal.admission is missing");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void aSettingsFileIsNamedWithItsLine() throws IOException {
        questions();
        Files.createDirectory(directory.resolve("data"));
        write(
                "data/settings.json",
                "{\n  \"schema\": \"driftseal.settings/v1\",\n  \"exempt\": []\n}\n");

        CommandRun run = CommandRun.of("policy", "check", directory.toString());

        assertThat(run.out())
                .containsPattern("(?m)^data/settings\\.json:\\d+: ")
                .contains("1 problem.");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void whatIsNoDirectoryIsWrongUsage() {
        CommandRun run = CommandRun.of("policy", "check", directory.resolve("none").toString());

        assertThat(run.err()).contains("DIR is not a directory");
        assertThat(run.code()).isEqualTo(2);
    }

    private void questions() throws IOException {
        for (String name : new String[] {"admission", "access", "grant", "drift", "response"}) {
            write(name + ".rego", "package driftseal." + name + "\n\ndecision := {\"ok\": true}\n");
        }
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private static Path shipped() {
        Path parent = Path.of("").toAbsolutePath();
        while (parent != null && !Files.isDirectory(parent.resolve("policies/rego"))) {
            parent = parent.getParent();
        }
        if (parent == null) {
            throw new AssertionError("policies/rego is in no parent of the working directory");
        }
        return parent.resolve("policies/rego");
    }
}
