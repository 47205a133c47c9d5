package io.driftseal.cli;

import io.driftseal.decision.bundle.OpaProgram;
import io.driftseal.kubernetes.fabric8.Fabric8KubernetesApi;
import java.io.File;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import picocli.CommandLine;

/** Starts the command. */
public final class DriftsealMain {

    private DriftsealMain() {}

    public static void main(String[] arguments) {
        var surroundings =
                new Surroundings(
                        Clock.systemUTC(),
                        new SecureRandom(),
                        System.in,
                        usualKubeconfig(),
                        file -> Fabric8KubernetesApi.connect(file, "driftseal-cli"),
                        OpaProgram.find(System.getenv()));
        CommandLine command =
                DriftsealCommand.create(surroundings)
                        .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        int code = command.execute(arguments);
        command.getOut().flush();
        command.getErr().flush();
        System.exit(code);
    }

    /** The file that kubectl would read; of several in the variable the first. */
    private static Path usualKubeconfig() {
        String named = System.getenv("KUBECONFIG");
        return named == null || named.isBlank()
                ? Path.of(System.getProperty("user.home"), ".kube", "config")
                : Path.of(named.split(File.pathSeparator, -1)[0]);
    }
}
