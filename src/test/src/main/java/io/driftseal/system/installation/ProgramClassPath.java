package io.driftseal.system.installation;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The class path that a program would be shipped with, as its module's build wrote it. */
public final class ProgramClassPath {

    private final Path projectRoot;

    public ProgramClassPath(Path projectRoot) {
        this.projectRoot = projectRoot;
    }

    /**
     * The value for {@code java -cp}, of jars only: an archive of classes takes nothing else.
     *
     * @throws InstallationException where the module is not packaged
     */
    String of(ServiceProgram program) {
        return jars(program).stream()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /**
     * The same as files, the module's own first.
     *
     * @throws InstallationException where the module is not packaged
     */
    public List<Path> jars(ServiceProgram program) {
        try (Stream<Path> built = Files.list(target(program))) {
            Path own =
                    built.filter(file ->
                                    file.getFileName().toString().matches("driftseal-.*\\.jar"))
                            .findFirst()
                            .orElseThrow(() ->
                                    new InstallationException(
                                            "module "
                                                    + program.module()
                                                    + " has no jar: mvn package"));
            List<Path> jars = new ArrayList<>(List.of(own));
            for (String dependency : dependencies(program).split(File.pathSeparator, -1)) {
                jars.add(Path.of(dependency));
            }
            return jars;
        } catch (IOException e) {
            throw new InstallationException("module " + program.module() + " is not built", e);
        }
    }

    private Path target(ServiceProgram program) {
        return projectRoot.resolve(program.module()).resolve("target");
    }

    private String dependencies(ServiceProgram program) {
        Path written = target(program).resolve("runtime-classpath.txt");
        try {
            return Files.readString(written).strip();
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
