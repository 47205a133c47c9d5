package io.driftseal.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.system.story.UpMain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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
    void anUnknownArgumentIsRefused() throws Exception {
        Told told = up("--twice");

        assertThat(told.exitCode()).isEqualTo(2);
        assertThat(told.output()).contains("--twice");
    }

    private static Told up(String... arguments) throws IOException, InterruptedException {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                ProcessHandle.current().info().command().orElse("java"),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                UpMain.class.getName(),
                                "--once",
                                "--name",
                                "story"));
        line.addAll(List.of(arguments));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        System.out.println(output);
        return new Told(process.waitFor(), output);
    }
}
