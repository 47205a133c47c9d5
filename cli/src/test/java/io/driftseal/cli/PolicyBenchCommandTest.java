package io.driftseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a team reads of what its policies cost. No figure is held to anything. */
class PolicyBenchCommandTest {

    @TempDir private Path directory;

    @BeforeEach
    void policies() throws IOException {
        for (String name : new String[] {"access", "grant", "drift", "response"}) {
            write(name + ".rego", "package driftseal." + name + "\n\ndecision := {\"ok\": true}\n");
        }
        write(
                "admission.rego",
                """
                package driftseal.admission

                decision := {"images": images, "again": count(images)}

                images contains image if some image in containers[_].image_of

                containers contains {"image_of": [container.image]} if {
                	some container in input.workload.object.spec.template.spec.containers
                }
                """);
    }

    @Test
    void bothEnginesAreMeasuredOnTheShippedExampleAndTheRulesTimed() {
        CommandRun run =
                CommandRun.of(
                        "policy",
                        "bench",
                        "--rounds",
                        "1",
                        "--seconds",
                        "0.1",
                        directory.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .startsWith("driftseal.admission, input of ")
                .containsPattern("embedded engine, evaluation +\\d+ +[0-9.]+ [um]s +[0-9.]+ [um]s")
                .containsPattern("embedded engine, whole decision +\\d+ ")
                .containsPattern("opa bench, evaluation +\\d+ ")
                .containsPattern("opa takes [0-9.]+ times as long as that of the embedded")
                .containsPattern("driftseal.admission.images +[0-9.]+ % .* 1 +admission.rego:5\n")
                .containsPattern("driftseal.admission.decision +[0-9.]+ % .*admission.rego:3\n");
        assertThat(run.code()).isEqualTo(0);
    }

    /** Each with the options behind {@code policy bench}, and what is said. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nowhere                        | 2 | DIR is not a directory",
                "--question pods .              | 2 | --question is one of admission, access",
                "--rounds 0 .                   | 2 | --rounds is 1 to 20",
                "--seconds 0 .                  | 2 | --seconds is 0.1 to 60",
                "--input DIR/nowhere.json .     | 1 | cannot read",
                "--input DIR/admission.rego .   | 1 | is no input",
                "--input DIR/other.json .       | 1 | is it one of driftseal.admission/v1?",
                "syntax                         | 1 | these policies would not be loaded: 1 problem",
            })
    void badInputIsOneClearSentence(String arguments, int code, String said) throws IOException {
        write("syntax/team.rego", "package driftseal.team\n\nallow if {\n");
        write("other/other.json", "{\"of\": \"something else\"}");
        Files.move(directory.resolve("other/other.json"), directory.resolve("other.json"));
        List<String> words =
                List.of(
                        ("policy bench " + arguments)
                                .replace("DIR", directory.toString())
                                .replaceFirst("(\\S+)$", directory + "/$1")
                                .split(" "));
        write("admission.rego", "package driftseal.admission\n\ndecision := {\"a\": input.time}\n");
        if (!arguments.endsWith("syntax")) {
            Files.delete(directory.resolve("syntax/team.rego"));
        }

        CommandRun run = CommandRun.of(words.toArray(String[]::new));

        assertThat(run.err()).contains(said);
        assertThat(run.code()).isEqualTo(code);
    }

    @Test
    void aMachineWithoutOpaIsTold() {
        CommandRun run = CommandRun.withoutOpa("policy", "bench", directory.toString());

        assertThat(run.err()).contains("the opa program is not found");
        assertThat(run.code()).isEqualTo(1);
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
