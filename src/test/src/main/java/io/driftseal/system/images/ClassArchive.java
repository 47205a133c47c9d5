package io.driftseal.system.images;

import io.driftseal.bench.Training;
import io.driftseal.bench.measured.WebhookTarget.Launch;
import io.driftseal.bench.measured.Workshop;
import io.driftseal.service.mutualtls.MutualTlsException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The webhook's classes, loaded and linked, as a file that its image starts from. Made by a run on
 * the image's own Java, of the same jars at the same paths below a folder of their own: the JVM
 * leaves a common beginning of all paths aside, and refuses jars of another size or time, and every
 * file of an image has the time zero. An image without the archive, or whose archive does not fit,
 * starts slower and is otherwise the same.
 */
final class ClassArchive {
    /** Of the file in the image. */
    static final String NAME = "webhook.aot";

    private final Path projectRoot;
    private final Path stage;

    /**
     * @param stage a folder of its own
     */
    ClassArchive(Path projectRoot, Path stage) {
        this.projectRoot = projectRoot;
        this.stage = stage;
    }

    /**
     * The archive; empty, and said so on standard error, where none could be made.
     *
     * @param java the runtime of the image
     * @param flags of every later start
     * @param jars by their paths in the image, in the order of the class path
     */
    Optional<Path> train(Path java, List<String> flags, Map<String, Path> jars) {
        Path archive = stage.resolve(NAME);
        try (Workshop workshop = Workshop.open(projectRoot)) {
            Files.createDirectories(stage);
            Files.deleteIfExists(archive);
            for (Map.Entry<String, Path> jar : jars.entrySet()) {
                copy(jar.getValue(), staged(jar.getKey()));
            }
            String classPath =
                    jars.keySet().stream()
                            .map(path -> staged(path).toString())
                            .collect(Collectors.joining(File.pathSeparator));
            String program = java.resolve("bin").resolve("java").toString();
            Training.run(workshop, new Launch(program, flags, classPath), archive);
            return Optional.of(archive);
        } catch (IOException | MutualTlsException e) {
            System.err.println(
                    "The webhook's image starts without an archive of its classes: "
                            + e.getMessage());
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Path staged(String pathInImage) {
        return stage.resolve(pathInImage.substring(1));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(java.util.Objects.requireNonNull(to.getParent()));
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(to, FileTime.fromMillis(0));
    }
}
