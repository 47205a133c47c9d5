package io.driftseal.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.system.cluster.Cluster;
import io.driftseal.system.cluster.ClusterSettings;
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

    @Test
    void withoutTheWebhookItFails() throws Exception {
        Told told = up("--without", "webhook");

        assertThat(told.output()).contains("FAIL");
        assertThat(told.exitCode()).isEqualTo(1);
    }

    @Test
    void withoutTheScannerItFails() throws Exception {
        Told told = up("--without", "drift-scanner");

        assertThat(told.output()).contains("FAIL");
        assertThat(told.exitCode()).isEqualTo(1);
    }

    @Test
    void whatAKilledStoryLeftEndsWithTheNextStart() throws Exception {
        Process story = start("--once", "--name", "killed");
        try (BufferedReader lines = story.inputReader(StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            while (line != null && !line.contains("a Deployment was admitted")) {
                line = lines.readLine();
            }
        }
        story.destroyForcibly().waitFor();
        assertThat(servicesOf("killed")).as("services that outlived their harness").isNotEmpty();

        Cluster.start(ClusterSettings.named("next").withoutNode()).close();

        assertThat(servicesOf("killed")).isEmpty();
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
