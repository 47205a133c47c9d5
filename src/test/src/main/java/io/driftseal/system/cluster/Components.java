package io.driftseal.system.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The programs of a cluster that run, each with its log. Used by one thread at a time. */
final class Components {
    private static final int SHOWN_LINES = 15;

    private final Enclosure enclosure;
    private final RunDirectory run;
    private final List<Component> started = new ArrayList<>();

    private record Component(String name, Process process) {}

    Components(Enclosure enclosure, RunDirectory run) {
        this.enclosure = enclosure;
        this.run = run;
    }

    void start(String name, List<String> command) {
        start(name, command, Map.of());
    }

    void start(String name, List<String> command, Map<String, String> environment) {
        started.add(new Component(name, enclosure.start(command, environment, run.log(name))));
    }

    /**
     * Waits for a state that the programs bring about.
     *
     * @throws ClusterException as soon as one of them has ended, with the end of its log, or when
     *     the time is over
     */
    void await(String what, Duration limit, BooleanSupplier condition) {
        boolean met =
                Await.until(
                        limit,
                        () -> {
                            started.forEach(this::requireAlive);
                            return condition.getAsBoolean();
                        });
        if (!met) {
            throw new ClusterException(
                    "waited %s in vain: %s; logs in %s".formatted(limit, what, run.logs()));
        }
    }

    private void requireAlive(Component component) {
        if (!component.process().isAlive()) {
            throw new ClusterException(
                    "%s ended with %d; the end of its log:%n%s"
                            .formatted(
                                    component.name(),
                                    component.process().exitValue(),
                                    endOf(run.log(component.name()))));
        }
    }

    private static String endOf(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join(
                    "\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
        } catch (IOException unreadable) {
            return "(unreadable: " + log + ")";
        }
    }
}
