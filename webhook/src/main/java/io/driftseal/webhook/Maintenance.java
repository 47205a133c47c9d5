package io.driftseal.webhook;

import io.driftseal.service.health.Health;
import io.driftseal.service.health.ProgressCheck;
import io.driftseal.service.lifecycle.ServiceRuntime;
import io.driftseal.service.lifecycle.StopPhase;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The slow loop: certificates and our own configurations. A task that fails is tried again. */
final class Maintenance {
    /** A round calls the API server a few times, each with a deadline of its own. */
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);

    private final Duration period;
    private final ServiceRuntime runtime;
    private final Health health;

    Maintenance(Duration period, ServiceRuntime runtime, Health health) {
        this.period = period;
        this.runtime = runtime;
        this.health = health;
    }

    void start(List<Task> tasks) {
        ProgressCheck progress = health.progress("maintenance", LIMIT.plus(period));
        Thread thread =
                Thread.ofVirtual()
                        .name("maintenance")
                        .start(() -> {
                            while (round(tasks)) {
                                progress.returned();
                            }
                        });
        runtime.onStop(
                StopPhase.CLOSE,
                "maintenance",
                () -> {
                    thread.interrupt();
                    thread.join();
                });
    }

    private boolean round(List<Task> tasks) {
        for (Task task : tasks) {
            try {
                task.run();
            } catch (InterruptedException e) {
                return false;
            } catch (Exception e) {
                LOG.atWarn().setCause(e).log("maintenance task failed");
            }
        }
        try {
            Thread.sleep(period);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** One thing to look after. */
    @FunctionalInterface
    interface Task {
        void run() throws Exception;
    }
}
