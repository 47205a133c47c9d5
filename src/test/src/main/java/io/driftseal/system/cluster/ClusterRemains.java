package io.driftseal.system.cluster;

import io.driftseal.testsupport.ProgramLocator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Ends whatever carries the mark of one cluster, and nothing else.
 *
 * <p>The mark is in the environment of every process that the harness starts, and children inherit
 * it; containers get an environment of their own and are found by the cluster's control group. The
 * network namespace with its interfaces and the mount namespace with its mounts have no name: the
 * kernel drops them with their last process. What is left then is the control group and files.
 *
 * <p>There is no gentle way besides: a cluster here is thrown away, and one way of ending is tested
 * by every run. A {@link ProcessHandle} knows the start time of its process, so that a reused pid
 * is never hit.
 */
record ClusterRemains(String clusterName, RunDirectory run) {
    private static final String NAME = "DEVELOPMENT_CLUSTER";
    private static final String DIRECTORY = "DEVELOPMENT_CLUSTER_DIRECTORY";
    private static final Duration LIMIT = Duration.ofSeconds(40);

    /** The environment variables that mark a process as part of this cluster. */
    Map<String, String> mark() {
        return Map.of(NAME, clusterName, DIRECTORY, run.root().toString());
    }

    /**
     * @throws ClusterException if something still lives after {@value #NAME}'s processes were
     *     killed for 40 seconds
     */
    void end() {
        ControlGroup group = ControlGroup.of(clusterName);
        boolean ended =
                Await.until(
                        LIMIT,
                        () -> {
                            List<ProcessHandle> alive = processes(group);
                            alive.forEach(ProcessHandle::destroyForcibly);
                            return alive.isEmpty() && group.remove() && unlinked();
                        });
        if (!ended) {
            throw new ClusterException(
                    "cluster %s cannot be ended: processes %s, control group %s, link %s"
                            .formatted(
                                    clusterName,
                                    processes(group).stream().map(ProcessHandle::pid).toList(),
                                    group.path(),
                                    linkExists()));
        }
    }

    /** The host's end of the link. */
    static String linkName(String clusterName) {
        return "ds-" + clusterName;
    }

    /**
     * The kernel drops the link with the namespace, but connections that were cut off keep a
     * namespace for minutes after its last process.
     */
    private boolean unlinked() {
        if (linkExists()) {
            ProgramRun.run(
                    List.of(
                            ProgramLocator.ofProcess().locate("ip").toString(),
                            "link",
                            "delete",
                            linkName(clusterName)),
                    Map.of(),
                    "",
                    LIMIT);
        }
        return !linkExists();
    }

    private boolean linkExists() {
        return Files.exists(Path.of("/sys/class/net", linkName(clusterName)));
    }

    private List<ProcessHandle> processes(ControlGroup group) {
        Stream<ProcessHandle> marked = ProcessHandle.allProcesses().filter(this::isMarked);
        Stream<ProcessHandle> contained =
                group.processes().stream().map(ProcessHandle::of).flatMap(Optional::stream);
        long self = ProcessHandle.current().pid();
        return Stream.concat(marked, contained)
                .filter(process -> process.pid() != self && process.isAlive())
                .distinct()
                .toList();
    }

    private boolean isMarked(ProcessHandle process) {
        try {
            byte[] environment =
                    Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "environ"));
            List<String> variables =
                    List.of(new String(environment, StandardCharsets.UTF_8).split("\0", -1));
            return mark().entrySet().stream()
                    .allMatch(e -> variables.contains(e.getKey() + "=" + e.getValue()));
        } catch (IOException endedOrNotOurs) {
            return false;
        }
    }
}
