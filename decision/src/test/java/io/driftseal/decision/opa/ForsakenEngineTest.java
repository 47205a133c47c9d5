package io.driftseal.decision.opa;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.decision.bundle.RealOpa;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program ends with us, also where we cannot do anything about it any more. */
final class ForsakenEngineTest {

    @TempDir private Path directory;

    @Test
    void theProgramEndsWhenItsJvmIsKilled() throws Exception {
        // Given
        RealOpa.policies(directory, "", "");
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Djava.io.tmpdir=" + directory,
                        ForsakenEngine.class.getName(),
                        RealOpa.program().toString(),
                        directory.toString());
        Process jvm = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (var output = jvm.inputReader()) {
            ProcessHandle engine =
                    ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
            assertThat(engine.isAlive()).isTrue();
            // When
            jvm.destroyForcibly();
            // Then
            engine.onExit().get(20, TimeUnit.SECONDS);
            assertThat(engine.isAlive()).isFalse();
        } finally {
            jvm.destroyForcibly();
        }
    }
}
