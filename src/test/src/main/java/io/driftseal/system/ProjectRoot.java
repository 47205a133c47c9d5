package io.driftseal.system;

import java.nio.file.Files;
import java.nio.file.Path;

/** The root folder of the repository, found upwards from the working directory. */
public final class ProjectRoot {

    private ProjectRoot() {}

    /**
     * The nearest folder at or above the working directory that holds the launcher and the parent
     * POM.
     *
     * @throws IllegalStateException where there is none
     */
    public static Path find() {
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("driftseal"))
                    && Files.exists(folder.resolve("drift-scanner/pom.xml"))) {
                return folder;
            }
        }
        throw new IllegalStateException("no Driftseal repository at or above " + start);
    }
}
