package io.driftseal.system.tools;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The user's cache of built programs: {@code <root>/<name>-<version>/<program>}, and {@code
 * <root>/bin} with a link to every program that is in use, wherever it was found.
 *
 * <p>A folder appears by one rename of a finished build, so a program in it is whole. Writers hold
 * the lock of the cache.
 */
final class ToolCache {
    private static final String BUILDING = ".building-";

    /** Names what a folder was built from, so that an edit of our sources is not overlooked. */
    private static final String ORIGIN = "ORIGIN";

    private final Path root;

    ToolCache(Path root) {
        this.root = root.toAbsolutePath();
    }

    static ToolCache ofUser(Map<String, String> environment) {
        String cacheHome = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path base =
                cacheHome.startsWith("/")
                        ? Path.of(cacheHome)
                        : Path.of(environment.getOrDefault("HOME", "/root"), ".cache");
        return new ToolCache(base.resolve("driftseal").resolve("tools"));
    }

    Path root() {
        return root;
    }

    Path bin() {
        return root.resolve("bin");
    }

    Optional<Path> find(Tool tool, Program program) {
        Path path = root.resolve(tool.cacheFolder()).resolve(program.name());
        return Optional.of(path).filter(Files::isExecutable);
    }

    boolean builtFrom(Tool tool, String origin) throws IOException {
        try {
            return Files.readString(root.resolve(tool.cacheFolder()).resolve(ORIGIN))
                    .equals(origin);
        } catch (NoSuchFileException notBuilt) {
            return false;
        }
    }

    /** Waits until no other run writes; whoever holds the result may. */
    Lock lock(Runnable onWaiting) throws IOException {
        Files.createDirectories(root);
        FileChannel channel =
                FileChannel.open(
                        root.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            onWaiting.run();
            lock = channel.lock();
        }
        return new Lock(channel);
    }

    /** The lock of the cache; the kernel releases it with the process, however that ends. */
    record Lock(FileChannel channel) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** A fresh folder to build in, on the file system of the cache. */
    Path newBuildFolder(Tool tool) throws IOException {
        return Files.createTempDirectory(root, BUILDING + tool.cacheFolder() + "-");
    }

    /** Makes a finished build visible at once, in place of what was there. */
    void publish(Tool tool, Path built, String origin) throws IOException {
        Files.writeString(built.resolve(ORIGIN), origin);
        Path target = root.resolve(tool.cacheFolder());
        if (Files.exists(target)) {
            // Aside first: a rename does not replace a folder that is not empty.
            Files.move(target, newBuildFolder(tool).resolve("replaced"));
        }
        Files.move(built, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes what builds that were interrupted, or replaced a folder, left behind. */
    void removeLeftovers() throws IOException {
        List<Path> leftovers;
        try (Stream<Path> entries = Files.list(root)) {
            leftovers =
                    entries.filter(p -> p.getFileName().toString().startsWith(BUILDING)).toList();
        }
        for (Path leftover : leftovers) {
            delete(leftover);
        }
    }

    private static void delete(Path tree) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(tree)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.deleteIfExists(path);
        }
    }

    /** Points {@code bin/<program>} at a program, in one step for those who start it meanwhile. */
    void link(Tool tool, Found found) throws IOException {
        Path folder = bin().resolve(tool.linkFolder());
        Files.createDirectories(folder);
        Path link = folder.resolve(found.program().name());
        if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(found.path())) {
            return;
        }
        Path fresh = folder.resolve("." + found.program().name() + ".new");
        Files.deleteIfExists(fresh);
        Files.createSymbolicLink(fresh, found.path());
        Files.move(fresh, link, StandardCopyOption.REPLACE_EXISTING);
    }
}
