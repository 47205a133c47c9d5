package io.driftseal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command as a process of its own: exit status, streams, no stack trace; and its help. */
class DriftsealProcessTest {

    @TempDir private Path directory;

    private int run(Path err, String... arguments) throws Exception {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                DriftsealMain.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(err.toFile())
                .start()
                .waitFor();
    }

    @Test
    void makesKeysAndSaysNoAsAProcess() throws Exception {
        // Given nothing, When keys are made by a process, Then it ends well and they are there
        Path err = directory.resolve("err");
        Path keys = directory.resolve("keys");
        assertThat(run(err, "keys", "init", keys.toString())).isZero();
        assertThat(keys.resolve("stamp-signing.json")).exists();
        assertThat(Files.readString(directory.resolve("out"), UTF_8)).contains("are in " + keys);

        // When it is asked again, Then it says no in one sentence; when asked wrongly, how to ask
        assertThat(run(err, "keys", "init", keys.toString())).isEqualTo(1);
        assertThat(Files.readAllLines(err)).hasSize(1).first().asString().startsWith("driftseal: ");
        assertThat(run(err, "keys", "init")).isEqualTo(2);
        assertThat(Files.readString(err, UTF_8)).contains("Usage: driftseal keys init");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "keys",
                "keys init",
                "keys rotate",
                "stamp",
                "stamp show",
                "stamp verify",
                "diff",
                "evidence",
                "evidence verify",
                "evidence export",
                "incidents",
                "incidents list",
                "incidents show",
                "verdicts",
                "dead-letters",
                "dead-letters list",
                "dead-letters resend",
                "dead-letters discard",
                "respond",
                "respond hand-token",
                "respond undo"
            })
    void everyCommandExplainsItselfAndItsExitStatus(String command) {
        CommandRun run = CommandRun.of((command + " --help").strip().split(" "));
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Usage: driftseal").contains("Exit status: 0 done");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "keys",
                "incidents",
                "keys init --nonsense x",
                "evidence verify x"
            })
    void wrongUsageIsStatusTwo(String command) {
        CommandRun run = CommandRun.of(command.split(" "));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).isNotEmpty();
    }
}
