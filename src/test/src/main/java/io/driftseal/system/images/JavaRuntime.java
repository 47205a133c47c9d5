package io.driftseal.system.images;

import io.driftseal.system.cluster.CommandResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The layer below every service: the part of the JDK that services use, linked by {@code jlink},
 * the shared libraries of this machine that it asks for, and a user who is not root. There is no
 * shell, no package manager and nothing else in it.
 */
final class JavaRuntime {
    /** Where it is in an image. */
    static final String DIRECTORY = "opt/java";

    /** Who runs everything. */
    static final String USER = "65532:65532";

    /** What the class paths of the services use; a missing one shows when an image is started. */
    private static final List<String> MODULES =
            List.of(
                    "java.base",
                    "java.logging",
                    "java.management",
                    "java.naming",
                    "java.net.http",
                    "java.sql",
                    "java.xml",
                    "jdk.httpserver",
                    "jdk.management",
                    "jdk.unsupported");

    /** {@code libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x...)}, or the loader's bare path. */
    private static final Pattern LIBRARY = Pattern.compile("(?:=> )?(/\\S+\\.so[.\\d]*) \\(0x");

    private final Path javaHome;
    private final Function<List<String>, CommandResult> programs;

    /**
     * @param programs runs a program of this machine
     */
    JavaRuntime(Path javaHome, Function<List<String>, CommandResult> programs) {
        this.javaHome = javaHome;
        this.programs = programs;
    }

    /**
     * Writes the layer.
     *
     * @param linked is replaced by the runtime, and stays, so that it can be run here too
     */
    ImageLayer layer(Path file, Path linked) {
        remove(linked);
        programs.apply(
                        List.of(
                                javaHome.resolve("bin").resolve("jlink").toString(),
                                "--add-modules",
                                String.join(",", MODULES),
                                "--no-header-files",
                                "--no-man-pages",
                                "--output",
                                linked.toString()))
                .require();
        return ImageLayer.write(file, entries(linked));
    }

    private List<LayerEntry> entries(Path linked) {
        Map<String, LayerEntry> files = new TreeMap<>();
        for (Path path : filesBelow(linked)) {
            String name = DIRECTORY + "/" + linked.relativize(path);
            files.put(name, new LayerEntry.Copy(name, mode(path), path));
        }
        for (Path library : librariesOf(linked)) {
            String name = library.toString().substring(1);
            files.put(name, new LayerEntry.Copy(name, 0755, real(library)));
        }
        files.put(
                "etc/passwd",
                LayerEntry.text(
                        "etc/passwd",
                        "root:x:0:0:root:/:/none\ndriftseal:x:65532:65532:driftseal:/:/none\n"));
        files.put("etc/group", LayerEntry.text("etc/group", "root:x:0:\ndriftseal:x:65532:\n"));
        files.put(
                "etc/nsswitch.conf",
                LayerEntry.text("etc/nsswitch.conf", "hosts: files dns\npasswd: files\n"));
        List<LayerEntry> entries = new ArrayList<>();
        folders(files.keySet())
                .forEach(folder -> entries.add(new LayerEntry.Directory(folder, 0755)));
        for (String mountPoint : List.of("dev", "proc", "sys")) {
            entries.add(new LayerEntry.Directory(mountPoint, 0755));
        }
        entries.add(new LayerEntry.Directory("tmp", 01777));
        entries.addAll(files.values());
        return entries;
    }

    /** Every folder above these paths, parents first. */
    static Set<String> folders(Set<String> paths) {
        Set<String> folders = new TreeSet<>();
        for (String path : paths) {
            for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
                folders.add(path.substring(0, end));
            }
        }
        return folders;
    }

    /** What the dynamic loader of this machine would load for the linked programs and libraries. */
    private Set<Path> librariesOf(Path linked) {
        Set<Path> libraries = new TreeSet<>();
        for (Path path : filesBelow(linked)) {
            boolean program =
                    path.toString().contains(".so")
                            || Objects.requireNonNull(path.getParent()).endsWith("bin")
                            || path.endsWith("jspawnhelper");
            if (program) {
                Matcher matcher =
                        LIBRARY.matcher(programs.apply(List.of("ldd", path.toString())).stdout());
                while (matcher.find()) {
                    Path library = Path.of(matcher.group(1));
                    if (!library.startsWith(linked)) {
                        libraries.add(library);
                    }
                }
            }
        }
        return libraries;
    }

    private static List<Path> filesBelow(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory, e);
        }
    }

    private static int mode(Path path) {
        return Files.isExecutable(path) ? 0755 : 0644;
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + directory, e);
        }
    }

    /** What the layer is made from: the same text, the same layer. */
    String origin() {
        try {
            return Files.readString(javaHome.resolve("release"))
                    + String.join(",", MODULES)
                    + new LinkedHashMap<>(Map.of("libc", libc()));
        } catch (IOException e) {
            throw new UncheckedIOException("no JDK at " + javaHome, e);
        }
    }

    private String libc() {
        return programs.apply(List.of("ldd", "--version")).stdout();
    }
}
