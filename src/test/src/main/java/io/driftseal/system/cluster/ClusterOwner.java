package io.driftseal.system.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The harness that a cluster belongs to, as pid and start time in the cluster's folder.
 *
 * <p>Every start first ends the clusters below the same state directory whose harness is dead.
 */
record ClusterOwner(long pid, String started) {
    /** How long the logs of an ended cluster stay for a person to read. */
    private static final Duration LOGS_KEPT = Duration.ofHours(2);

    private static final int STATE = 0;
    private static final int START_TIME = 19;

    /**
     * Takes the cluster's folder for this process, after ending what dead owners left behind.
     *
     * @throws ClusterException if a live process runs a cluster of that name there
     */
    static RunDirectory claim(ClusterSettings settings, Instant now) {
        Path state = settings.stateDirectory();
        RunDirectory run = new RunDirectory(state.resolve(settings.name()));
        try {
            Files.createDirectories(state);
            try (FileChannel lock =
                    FileChannel.open(
                            state.resolve(".lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE)) {
                lock.lock();
                endDeadClusters(state, now);
                Optional<ClusterOwner> owner = read(run);
                if (owner.filter(ClusterOwner::isAlive).isPresent()) {
                    throw new ClusterException(
                            "cluster %s is in use by process %d; end it or choose another name"
                                    .formatted(settings.name(), owner.get().pid()));
                }
                // Of a harness that was killed before it wrote its name, or after it ended.
                new ClusterRemains(settings.name(), run).end();
                if (Files.exists(run.root())) {
                    run.remove();
                }
                run.create();
                ClusterOwner self = ofProcess(ProcessHandle.current().pid()).orElseThrow();
                Files.writeString(run.owner(), self.pid() + " " + self.started() + "\n");
            }
        } catch (IOException notWritable) {
            throw new UncheckedIOException(notWritable);
        }
        return run;
    }

    private static void endDeadClusters(Path state, Instant now) throws IOException {
        List<Path> folders;
        try (Stream<Path> children = Files.list(state)) {
            folders = children.filter(Files::isDirectory).toList();
        }
        for (Path folder : folders) {
            RunDirectory run = new RunDirectory(folder);
            Optional<ClusterOwner> owner = read(run);
            if (owner.isPresent() && !owner.get().isAlive()) {
                new ClusterRemains(folder.getFileName().toString(), run).end();
                run.removeData();
            } else if (owner.isEmpty()
                    && Files.getLastModifiedTime(folder)
                            .toInstant()
                            .isBefore(now.minus(LOGS_KEPT))) {
                run.remove();
            }
        }
    }

    private static Optional<ClusterOwner> read(RunDirectory run) throws IOException {
        try {
            String[] words = Files.readString(run.owner()).strip().split(" ", 2);
            return words.length == 2 && words[0].matches("[0-9]{1,10}")
                    ? Optional.of(new ClusterOwner(Long.parseLong(words[0]), words[1]))
                    : Optional.empty();
        } catch (NoSuchFileException ended) {
            return Optional.empty();
        }
    }

    private boolean isAlive() {
        return ofProcess(pid).filter(this::equals).isPresent();
    }

    /**
     * The owner that a process would be, if it runs. In clock ticks since boot, as the kernel says
     * it: the JDK's start instant moves when the machine's clock is set.
     */
    static Optional<ClusterOwner> ofProcess(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // The name before may hold spaces and brackets.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            boolean ended = fields[STATE].equals("Z") || fields[STATE].equals("X");
            return ended
                    ? Optional.empty()
                    : Optional.of(new ClusterOwner(pid, fields[START_TIME]));
        } catch (IOException noSuchProcess) {
            return Optional.empty();
        }
    }
}
