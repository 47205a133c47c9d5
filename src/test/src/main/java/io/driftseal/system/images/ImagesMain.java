package io.driftseal.system.images;

import io.driftseal.system.ProjectRoot;
import io.driftseal.system.cluster.ProgramRun;
import io.driftseal.testsupport.ProgramLocator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;

/** {@code ./driftseal images FILE}: the images of all services as one OCI archive. */
public final class ImagesMain {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private ImagesMain() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("usage: ./driftseal images FILE.tar");
            System.exit(2);
        }
        Path root = ProjectRoot.find();
        Path built = of(root).archive(tag(root));
        Path wanted = Path.of(arguments[0]).toAbsolutePath();
        Files.copy(built, wanted, StandardCopyOption.REPLACE_EXISTING);
        System.out.println(
                "The images "
                        + ServiceImages.REGISTRY
                        + "/{webhook,drift-scanner,responder}:"
                        + tag(root)
                        + " are in "
                        + wanted
                        + ".");
    }

    /** The images of a working tree, kept in its build folder. */
    public static ServiceImages of(Path root) {
        return new ServiceImages(
                root,
                root.resolve("src").resolve("test").resolve("target").resolve("images"),
                ProgramLocator.ofProcess().locate("opa"),
                command -> ProgramRun.run(command, Map.of(), "", LIMIT));
    }

    /** The chart's {@code appVersion}, which its default values ask for. */
    public static String tag(Path root) throws IOException {
        Path chart = root.resolve("charts").resolve("driftseal").resolve("Chart.yaml");
        return Files.readAllLines(chart).stream()
                .filter(line -> line.startsWith("appVersion: "))
                .map(line -> line.substring("appVersion: ".length()).strip())
                .findFirst()
                .orElseThrow(() -> new IOException(chart + " names no appVersion"));
    }
}
