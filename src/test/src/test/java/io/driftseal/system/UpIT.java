package io.driftseal.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.system.story.UpMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The story comes true with everything in place, and cannot come true without what it tells of. */
class UpIT {

    private record Told(int exitCode, String output) {}

    @Test
    void theStoryComesTrue() throws Exception {
        Told told = up();

        assertThat(told.output()).contains("ok ").doesNotContain("FAIL").doesNotContain("skip");
        assertThat(told.exitCode()).isZero();
    }

    /**
     * Three things of one installation each take minutes: what one can show beside another, does.
     */
    @Test
    void aStoryThatCannotComeTrueFails_andWhatAKilledOneLeftEndsWithTheNext() throws Exception {
        Process story = start("--name", "killed", "--without", "drift-scanner");
        List<String> told = untilItStays(story);
        story.destroyForcibly().waitFor();

        assertThat(told)
                .as("the webhook's part comes true, the scanner's cannot")
                .anyMatch(line -> line.contains(" ok ") && line.contains("was admitted"))
                .anyMatch(line -> line.contains("FAIL"));
        assertThat(servicesOf("killed")).as("services that outlived their harness").isNotEmpty();

        Told next = up("--without", "webhook");

        assertThat(servicesOf("killed")).isEmpty();
        assertThat(next.output()).contains("FAIL");
        assertThat(next.exitCode()).isEqualTo(1);
    }

    @Test
    void anUnknownArgumentIsRefused() throws Exception {
        Told told = up("--twice");

        assertThat(told.exitCode()).isEqualTo(2);
        assertThat(told.output()).contains("--twice");
    }

    private static Told up(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("--once", "--name", "story"));
        all.addAll(List.of(arguments));
        Process process = start(all.toArray(String[]::new));
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        System.out.println(output);
        return new Told(process.waitFor(), output);
    }

    /** What it tells until it has told everything and waits for Ctrl-C. */
    private static List<String> untilItStays(Process story) throws IOException {
        List<String> told = new ArrayList<>();
        BufferedReader lines = story.inputReader(StandardCharsets.UTF_8);
        String line = lines.readLine();
        while (line != null && !line.startsWith("It stays up until Ctrl-C")) {
            told.add(line);
            System.out.println(line);
            line = lines.readLine();
        }
        assertThat(line).as("it stays: %s", told).isNotNull();
        return told;
    }

    private static Process start(String... arguments) throws IOException {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                ProcessHandle.current().info().command().orElse("java"),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                UpMain.class.getName()));
        line.addAll(List.of(arguments));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        process.getOutputStream().close();
        return process;
    }

    /** Processes that run with a configuration file of this installation. */
    private static List<Path> servicesOf(String name) throws IOException {
        String directory = "/.driftseal/" + name + "/services/";
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(process -> process.getFileName().toString().matches("[0-9]+"))
                    .filter(process -> commandLine(process).contains(directory))
                    .toList();
        }
    }

    /** From the file itself: a {@link ProcessHandle} cuts long command lines off. */
    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"));
        } catch (IOException ended) {
            return "";
        }
    }
}
