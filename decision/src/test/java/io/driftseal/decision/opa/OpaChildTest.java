package io.driftseal.decision.opa;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.decision.bundle.RealOpa;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OpaChildTest {

    @TempDir Path directory;

    @ParameterizedTest(name = "first process of a container: {0}")
    @ValueSource(booleans = {false, true})
    void theProgramIsOursAndEndsWithUs(boolean first) throws Exception {
        // Given
        RealOpa.policies(Files.createDirectory(directory.resolve(OpaSupervisor.POLICIES)), "", "");
        ProcessHandle program;
        // When
        try (OpaChild child = OpaChild.start(RealOpa.program(), directory, first)) {
            assertThat(child.awaitReady(Duration.ofSeconds(30))).isTrue();
            program = ProcessHandle.of(child.pid()).orElseThrow();
            // Then
            assertThat(program.info().command().orElseThrow())
                    .isEqualTo(RealOpa.program().toRealPath().toString());
            boolean ours = program.parent().orElseThrow().equals(ProcessHandle.current());
            assertThat(ours).as("nobody stands between us").isEqualTo(first);
        }
        program.onExit().get(10, TimeUnit.SECONDS);
    }
}
