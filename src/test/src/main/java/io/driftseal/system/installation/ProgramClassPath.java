package io.driftseal.system.installation;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The class path that a program would be shipped with, as its module's build wrote it. */
final class ProgramClassPath {

    private final Path projectRoot;

    ProgramClassPath(Path projectRoot) {
        this.projectRoot = projectRoot;
    }

    /**
     * The value for {@code java -cp}: the module's own classes, then its run-time dependencies.
     *
     * @throws InstallationException where the module is not built
     */
    String of(ServiceProgram program) {
        Path target = projectRoot.resolve(program.module()).resolve("target");
        Path written = target.resolve("runtime-classpath.txt");
        try {
            return target.resolve("classes")
                    + File.pathSeparator
                    + Files.readString(written).strip();
        } catch (IOException e) {
            throw new InstallationException(
                    "module "
                            + program.module()
                            + " is not built: "
                            + written
                            + " is missing; run ./driftseal test quick, or mvn package",
                    e);
        }
    }
}
