package io.driftseal.service.lifecycle;

import io.driftseal.service.configuration.ConfigurationException;
import io.driftseal.service.configuration.ConfigurationReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The life of a service process. SIGTERM (or SIGINT) runs the stop steps by {@link StopPhase}, the
 * last registered of a phase first, all within one deadline, and ends the process with an {@link
 * ExitCode}. A step that fails is logged and the stop goes on; a step still running at the deadline
 * is named in the log and left.
 */
public final class ServiceRuntime {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceRuntime.class);

    private final String service;
    private final Duration stopDeadline;
    private final Map<StopPhase, List<NamedStep>> steps = new EnumMap<>(StopPhase.class);
    private final CompletableFuture<ExitCode> stopped = new CompletableFuture<>();
    private boolean stopping;

    /**
     * @param stopDeadline for the whole stop; keep it below the pod's terminationGracePeriodSeconds
     */
    public ServiceRuntime(String service, Duration stopDeadline) {
        if (stopDeadline.isNegative() || stopDeadline.isZero()) {
            throw new IllegalArgumentException("the stop deadline must be positive");
        }
        this.service = service;
        this.stopDeadline = stopDeadline;
    }

    /**
     * The whole life of the process; call it last in {@code main}. Never returns normally before
     * the process was asked to stop.
     */
    public static void run(String service, Duration stopDeadline, ServiceStart start) {
        ServiceRuntime runtime = new ServiceRuntime(service, stopDeadline);
        // Halt: exit() inside a hook deadlocks, and returning would end with 143 after a clean
        // stop.
        Thread hook = new Thread(() -> Runtime.getRuntime().halt(runtime.stop().number()), "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            start.start(runtime);
            LOG.atInfo().addKeyValue("service", service).log("service started");
            runtime.awaitStop();
        } catch (ConfigurationException e) {
            LOG.atError()
                    .addKeyValue("service", service)
                    .addKeyValue("reason", e.getMessage())
                    .log("configuration cannot be used");
            Runtime.getRuntime().halt(ExitCode.CONFIGURATION.number());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            if (runtime.isStopping()) {
                // A start that the stop pulled the ground from; the hook decides the exit code.
                return;
            }
            LOG.atError().addKeyValue("service", service).setCause(e).log("service cannot start");
            runtime.stop();
            Runtime.getRuntime().halt(ExitCode.START_FAILED.number());
        }
    }

    /** Logs every key of the configuration, secrets redacted, as one event. */
    public void logConfiguration(Record configuration) {
        LoggingEventBuilder event = LOG.atInfo().addKeyValue("service", service);
        for (Map.Entry<String, String> entry :
                ConfigurationReader.printable(configuration).entrySet()) {
            event = event.addKeyValue(entry.getKey(), entry.getValue());
        }
        event.log("configuration read");
    }

    /** Registers a step; ignored once the stop has begun for its phase. */
    public synchronized void onStop(StopPhase phase, String name, StopStep step) {
        steps.computeIfAbsent(phase, p -> new ArrayList<>()).add(new NamedStep(name, step));
    }

    public synchronized boolean isStopping() {
        return stopping;
    }

    /** Waits until a stop has ended. */
    public ExitCode awaitStop() throws InterruptedException {
        try {
            return stopped.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a stop cannot fail", e);
        }
    }

    /** Runs the stop, or waits for the one that runs. */
    public ExitCode stop() {
        synchronized (this) {
            if (stopping) {
                return stopped.join();
            }
            stopping = true;
        }
        long end = System.nanoTime() + stopDeadline.toNanos();
        LOG.atInfo()
                .addKeyValue("service", service)
                .addKeyValue("deadlineSeconds", stopDeadline.toSeconds())
                .log("service stopping");
        ExitCode code = ExitCode.STOPPED;
        for (StopPhase phase : StopPhase.values()) {
            for (NamedStep step : stepsOf(phase)) {
                if (!runStep(phase, step, end)) {
                    code = ExitCode.STOP_DEADLINE;
                }
            }
        }
        LOG.atInfo()
                .addKeyValue("service", service)
                .addKeyValue("exitCode", code.number())
                .log("service stopped");
        stopped.complete(code);
        return code;
    }

    private synchronized List<NamedStep> stepsOf(StopPhase phase) {
        List<NamedStep> ordered = new ArrayList<>(steps.getOrDefault(phase, List.of()));
        Collections.reverse(ordered);
        return ordered;
    }

    /** False if the step did not end in time. */
    private boolean runStep(StopPhase phase, NamedStep step, long end) {
        FutureTask<Boolean> task =
                new FutureTask<>(() -> {
                    step.step().run();
                    return true;
                });
        Thread thread = Thread.ofVirtual().name("stop-" + step.name()).start(task);
        try {
            return task.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            thread.interrupt();
            event(phase, step).log("stop step did not end before the deadline");
            return false;
        } catch (ExecutionException e) {
            event(phase, step).setCause(e.getCause()).log("stop step failed");
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private LoggingEventBuilder event(StopPhase phase, NamedStep step) {
        return LOG.atWarn()
                .addKeyValue("service", service)
                .addKeyValue("phase", phase)
                .addKeyValue("step", step.name());
    }

    private record NamedStep(String name, StopStep step) {}
}
