package io.driftseal.service.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class ServiceRuntimeTest {
    private final List<String> order = new CopyOnWriteArrayList<>();

    @Test
    void aStopRunsPhasesInOrderAndTheLastRegisteredFirst() {
        ServiceRuntime runtime = new ServiceRuntime("webhook", Duration.ofSeconds(30));
        runtime.onStop(StopPhase.CLOSE, "engine", () -> order.add("engine"));
        runtime.onStop(StopPhase.FLUSH, "spool", () -> order.add("spool"));
        runtime.onStop(StopPhase.DRAIN, "first", () -> order.add("first"));
        runtime.onStop(StopPhase.DRAIN, "second", () -> order.add("second"));
        runtime.onStop(StopPhase.UNREADY, "unready", () -> order.add("unready"));

        assertThat(runtime.stop()).isEqualTo(ExitCode.STOPPED);

        assertThat(order).containsExactly("unready", "second", "first", "spool", "engine");
    }

    @Test
    void aStepThatFailsDoesNotKeepTheOthersFromRunning() {
        ServiceRuntime runtime = new ServiceRuntime("webhook", Duration.ofSeconds(30));
        runtime.onStop(
                StopPhase.DRAIN,
                "broken",
                () -> {
                    throw new IllegalStateException("broken");
                });
        runtime.onStop(StopPhase.FLUSH, "spool", () -> order.add("spool"));

        assertThat(runtime.stop()).isEqualTo(ExitCode.STOPPED);
        assertThat(order).containsExactly("spool");
    }

    @Test
    void aStepThatHangsEndsAtTheDeadlineWithItsOwnExitCode() throws Exception {
        ServiceRuntime runtime = new ServiceRuntime("webhook", Duration.ofMillis(100));
        CountDownLatch never = new CountDownLatch(1);
        runtime.onStop(StopPhase.DRAIN, "hangs", never::await);

        assertThat(runtime.stop()).isEqualTo(ExitCode.STOP_DEADLINE);
        assertThat(runtime.awaitStop()).isEqualTo(ExitCode.STOP_DEADLINE);
    }
}
