package io.driftseal.testsupport.bundle;

import io.driftseal.testsupport.ProgramLocator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Bundles as the real {@code opa build -b} packs and signs them. */
public final class PackedBundle {

    private PackedBundle() {}

    /**
     * @param files names to contents
     * @param arguments more of {@code opa build}: {@code --revision}, {@code --signing-key}, ...
     */
    public static byte[] of(Map<String, String> files, String... arguments) throws IOException {
        Path directory = Files.createTempDirectory("driftseal-bundle-");
        try {
            Path source = directory.resolve("source");
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path target = source.resolve(file.getKey());
                Files.createDirectories(target.getParent());
                Files.writeString(target, file.getValue());
            }
            List<String> command = new ArrayList<>();
            command.add(ProgramLocator.ofProcess().locate("opa").toString());
            command.addAll(List.of("build", "-b", ".", "-o", "../bundle.tar.gz"));
            command.addAll(List.of(arguments));
            run(command, source);
            return Files.readAllBytes(directory.resolve("bundle.tar.gz"));
        } finally {
            delete(directory);
        }
    }

    private static void run(List<String> command, Path directory) throws IOException {
        Process process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .start();
        try {
            process.getOutputStream().close();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError("opa build failed: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(path);
            }
        }
    }
}
