package io.driftseal.system.installation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How a Java is started that ends after minutes, as those of an installation on this machine do:
 * without the optimizing compiler, which would be at work all that time, and with the classes that
 * the first start of the program left in a file when it ended. A file that does not fit, because a
 * jar or the Java is another, is made anew at the end. What an image starts with is in its own
 * launch file.
 */
final class ShortLivedJava {

    private final ProgramClassPath classPaths;
    private final Path archives;

    /**
     * @param projectRoot where the modules were built, and {@code .driftseal} is
     */
    ShortLivedJava(Path projectRoot) {
        this.classPaths = new ProgramClassPath(projectRoot);
        this.archives = projectRoot.resolve(".driftseal").resolve("classes");
    }

    /**
     * The command line up to the program's own arguments.
     *
     * @throws InstallationException where its module is not packaged
     */
    List<String> command(ServiceProgram program) {
        try {
            Files.createDirectories(archives);
        } catch (IOException e) {
            throw new InstallationException("cannot make " + archives, e);
        }
        return List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + archives.resolve(program.serviceName() + ".jsa"),
                // What it says of classes that it leaves out belongs to nobody's output.
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx256m",
                "-cp",
                classPaths.of(program),
                program.mainClass());
    }
}
