package io.driftseal.system.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The control group under which every container of one cluster runs, in each hierarchy that the
 * machine mounts (one with cgroup v2, one per controller with v1).
 */
record ControlGroup(String name) {
    private static final Path MOUNT = Path.of("/sys/fs/cgroup");
    private static final String PROCESSES = "cgroup.procs";

    static ControlGroup of(String clusterName) {
        return new ControlGroup("driftseal-" + clusterName);
    }

    /** As kubelet names it. */
    String path() {
        return "/" + name;
    }

    static boolean isVersionTwo() {
        return Files.exists(MOUNT.resolve("cgroup.controllers"));
    }

    void create() {
        try {
            for (Path hierarchy : hierarchies()) {
                Path group = hierarchy.resolve(name);
                Files.createDirectories(group);
                // A v1 cpuset refuses processes until both are set.
                for (String file : List.of("cpuset.cpus", "cpuset.mems")) {
                    if (!isVersionTwo() && Files.exists(group.resolve(file))) {
                        Files.writeString(
                                group.resolve(file), Files.readString(hierarchy.resolve(file)));
                    }
                }
            }
        } catch (IOException refused) {
            throw new ClusterException("control group " + name + " cannot be made", refused);
        }
    }

    /** Processes in the group and below; empty where there is no such group. */
    List<Long> processes() {
        List<Long> processes = new ArrayList<>();
        for (Path group : groups()) {
            for (Path folder : foldersDeepestFirst(group)) {
                processes.addAll(processesOf(folder));
            }
        }
        return processes.stream().distinct().toList();
    }

    private static List<Long> processesOf(Path folder) {
        try {
            return Files.readAllLines(folder.resolve(PROCESSES)).stream()
                    .map(Long::valueOf)
                    .toList();
        } catch (IOException goneMeanwhile) {
            return List.of();
        }
    }

    /**
     * @return whether nothing of it is left; a group can be removed only some time after its last
     *     process ended
     */
    boolean remove() {
        for (Path group : groups()) {
            for (Path folder : foldersDeepestFirst(group)) {
                try {
                    Files.deleteIfExists(folder);
                } catch (DirectoryNotEmptyException childAppeared) {
                    return false;
                } catch (FileSystemException stillBusy) {
                    return false;
                } catch (IOException unreadable) {
                    throw new UncheckedIOException(unreadable);
                }
            }
        }
        return groups().isEmpty();
    }

    /** In the hybrid machine's v2 hierarchy as well, where runc makes groups by itself. */
    private List<Path> groups() {
        return Stream.concat(hierarchies().stream(), Stream.of(MOUNT.resolve("unified")))
                .map(h -> h.resolve(name))
                .filter(Files::isDirectory)
                .toList();
    }

    private static List<Path> hierarchies() {
        if (isVersionTwo()) {
            return List.of(MOUNT);
        }
        try (Stream<Path> children = Files.list(MOUNT)) {
            // "unified" is the v2 hierarchy of a hybrid machine: no controllers, nothing to set.
            return children.filter(path -> Files.exists(path.resolve(PROCESSES)))
                    .filter(path -> !Files.isSymbolicLink(path) && !path.endsWith("unified"))
                    .toList();
        } catch (IOException notMounted) {
            throw new ClusterException("control groups are not mounted at " + MOUNT, notMounted);
        }
    }

    private static List<Path> foldersDeepestFirst(Path group) {
        try (Stream<Path> walk = Files.walk(group)) {
            return walk.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList();
        } catch (IOException | UncheckedIOException goneMeanwhile) {
            return List.of();
        }
    }
}
