package io.driftseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A team's own tests in both engines, and what the team reads of them. */
class PolicyTestCommandTest {

    private static final String TEAM =
            """
            package driftseal.team

            allow if input.user == "ana"

            never if {
            	input.x == 1
            	input.y == 2
            }
            """;

    private static final String TESTS =
            """
            package driftseal.team_test

            import data.driftseal.team

            test_allowed if team.allow with input as {"user": "ana"}

            test_refused if {
            	print("looking for", "bob")
            	team.allow with input as {"user": "bob"}
            }

            todo_test_later if false

            test_cases[note] if {
            	some note, user in {"one": "ana", "two": "bob"}
            	team.allow with input as {"user": user}
            }

            test_nested[group][user] if {
            	some group in ["a", "b"]
            	some user in ["ana"]
            	team.allow with input as {"user": user}
            }

            test_conflict := true if 1 == 1

            test_same if false

            test_same if true

            test_two_values := x if some x in [true, false]

            test_no_boolean := 3

            test_with_an_own_clock if time.now_ns() == 3 with time.now_ns as 3
            """;

    @TempDir private Path directory;

    @Test
    void everyKindOfTestIsJudgedAlikeInBothEngines() throws IOException {
        write("team.rego", TEAM);
        write("team_test.rego", TESTS);

        CommandRun run = CommandRun.of("policy", "test", directory.toString());

        assertThat(run.out())
                .contains("FAILED driftseal.team_test.test_refused  team_test.rego:7\n")
                .contains("    looking for bob\n")
                .contains("FAILED driftseal.team_test.test_cases  team_test.rego:14\n")
                .contains("  case passed: one\n  case failed: two\n")
                .contains("FAILED driftseal.team_test.test_same  team_test.rego:27\n")
                .contains("FAILED driftseal.team_test.test_two_values  team_test.rego:31\n")
                .contains("eval_conflict_error")
                .contains("FAILED driftseal.team_test.test_no_boolean  team_test.rego:33\n")
                .doesNotContain("\nDIFFERENT")
                .containsPattern("driftseal.team_test +5 +5 +1 +0\n")
                .containsPattern("team.rego +25.0 % +5-7\n")
                .contains("11 tests: 5 passed, 5 failed, 1 skipped, 0 differ")
                .doesNotContain("team_test.rego  ".repeat(2));
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void aPatternChoosesAndProgramsReadWhatEachEngineSaid() throws IOException {
        write("team.rego", TEAM);
        write("team_test.rego", TESTS);

        CommandRun run =
                CommandRun.of(
                        "policy",
                        "test",
                        "--json",
                        "--run",
                        "test_(allowed|nested)",
                        "--slowest",
                        "1",
                        directory.toString());

        assertThat(run.out())
                .startsWith(
                        "{\"passed\":true,\"tests\":[{\"name\":\"driftseal.team_test.test_allowed\"")
                .contains("\"passedCases\":[\"a/ana\",\"b/ana\"]")
                .contains("\"embedded\":{\"verdict\":\"passed\"")
                .contains(
                        "\"rules\":[{\"rule\":\"driftseal.team.allow\",\"file\":\"team.rego\",\"line\":3")
                .doesNotContain("test_refused")
                .doesNotContain("\"coverage\"");
        assertThat(run.code()).isEqualTo(0);
    }

    @Test
    void linesBelowTheThresholdFailAndLinesAboveItDoNot() throws IOException {
        write("team.rego", TEAM);
        write("team_test.rego", passing());

        CommandRun below =
                CommandRun.of("policy", "test", "--threshold", "26", directory.toString());
        CommandRun above =
                CommandRun.of("policy", "test", "--threshold", "25", directory.toString());

        assertThat(below.out())
                .contains("The tests reach 25.0 % of the policies, less than 26.0 %.");
        assertThat(below.code()).isEqualTo(1);
        assertThat(above.code()).isEqualTo(0);
    }

    /** The one bound that this engine has and OPA has not, see rego-engine/README.md. */
    @Test
    void whereTheEnginesDifferThatIsAFailureWithNameFileAndLine() throws IOException {
        write("team.rego", TEAM);
        write("team_test.rego", passing() + "\ntest_shift if bits.lsh(1, 200000) > 0\n");

        CommandRun run = CommandRun.of("policy", "test", directory.toString());

        assertThat(run.out())
                .contains("DIFFERENT driftseal.team_test.test_shift  team_test.rego:8\n")
                .contains("  opa: passed\n")
                .contains("  embedded engine: broken\n")
                .containsPattern("driftseal.team_test +1 +0 +0 +1\n")
                .contains("2 tests: 1 passed, 0 failed, 0 skipped, 1 differ between opa");
        assertThat(run.code()).isEqualTo(1);
    }

    /** What opa runs and the embedded engine would not load is said once, with what to do. */
    @Test
    void whatTheEmbeddedEngineRefusesIsAFailureOfItsOwn() throws IOException {
        write("team.rego", TEAM + "\nrunning := opa.runtime()\n");
        write("team_test.rego", passing() + "\ntest_running if team.running\n");

        CommandRun run = CommandRun.of("policy", "test", directory.toString());

        assertThat(run.out())
                .contains("The embedded engine refuses these policies:\n")
                .contains("team.rego:10: opa.runtime reaches the network or the environment")
                .contains("0 passed, 0 failed, 0 skipped, 2 not run by the embedded engine.");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void whatDoesNotCompileIsSaidWithFileLineAndRemedy() throws IOException {
        write("team.rego", TEAM);
        write("team_test.rego", "package driftseal.team_test\n\ntest_x if {\n\tnumber > 1\n}\n");

        CommandRun run = CommandRun.of("policy", "test", directory.toString());

        assertThat(run.out())
                .contains("team_test.rego:4: var number is unsafe")
                .contains("bind it before")
                .contains("No test was run: 1 problem.");
        assertThat(run.code()).isEqualTo(1);
    }

    /** Each with the options behind {@code policy test}, and what is said. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nowhere                   | 2 | DIR is not a directory",
                "--threshold 101 .         | 2 | --threshold is a percentage",
                "--threshold much .        | 2 | much",
                "--slowest -1 .            | 2 | --slowest is a number of rows",
                "--run ( .                 | 2 | --run is no regular expression",
                "--run (?=x)y .            | 1 | opa test could not be done",
                "--run nothing_of_that .   | 1 | no test's name has nothing_of_that in it",
                "untested                  | 1 | there are no tests in",
                "syntax                    | 1 | No test was run: 1 problem.",
                "empty                     | 1 | policy directory holds no policies",
            })
    void badInputIsOneClearSentence(String arguments, int code, String said) throws IOException {
        write("team.rego", TEAM);
        write("team_test.rego", passing());
        write("untested/team.rego", TEAM);
        write("syntax/team.rego", "package driftseal.team\n\nallow if {\n");
        write("empty/README.md", "nothing yet\n");
        List<String> words = List.of(arguments.split(" "));
        String[] all = new String[words.size() + 2];
        all[0] = "policy";
        all[1] = "test";
        for (int i = 0; i < words.size(); i++) {
            boolean last = i == words.size() - 1;
            all[i + 2] = last ? directory.resolve(words.get(i)).toString() : words.get(i);
        }
        if (arguments.endsWith(".")) {
            Path alone = Files.createDirectory(directory.resolve("alone"));
            Files.move(directory.resolve("team.rego"), alone.resolve("team.rego"));
            Files.move(directory.resolve("team_test.rego"), alone.resolve("team_test.rego"));
            all[all.length - 1] = alone.toString();
        }

        CommandRun run = CommandRun.of(all);

        assertThat(run.out() + run.err()).contains(said);
        assertThat(run.code()).isEqualTo(code);
    }

    @Test
    void aMachineWithoutOpaIsTold() throws IOException {
        write("team.rego", TEAM);

        CommandRun run = CommandRun.withoutOpa("policy", "test", directory.toString());

        assertThat(run.err()).contains("the opa program is not found").contains("DRIFTSEAL_OPA");
        assertThat(run.code()).isEqualTo(1);
    }

    private static String passing() {
        return TESTS.substring(0, TESTS.indexOf("test_refused"));
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
