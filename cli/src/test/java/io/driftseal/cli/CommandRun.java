package io.driftseal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.driftseal.decision.bundle.OpaProgram;
import io.driftseal.kubernetes.KubernetesApi;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import picocli.CommandLine;

/** One run of the command with its output. */
record CommandRun(int code, String out, String err) {

    /** Commands make certificates, which peers hold against the real time. */
    static final Clock CLOCK = Clock.systemUTC();

    static CommandRun of(String... arguments) {
        return at(CLOCK, "", arguments);
    }

    static CommandRun withInput(String input, String... arguments) {
        return at(CLOCK, input, arguments);
    }

    static CommandRun at(Instant time, String... arguments) {
        return at(Clock.fixed(time, ZoneOffset.UTC), "", arguments);
    }

    /** On a machine that has no opa program. */
    static CommandRun withoutOpa(String... arguments) {
        return at(CLOCK, "", CommandRun::noCluster, Optional.empty(), arguments);
    }

    /** A command that talks to this cluster. */
    static CommandRun on(KubernetesApi cluster, String... arguments) {
        return at(CLOCK, "", file -> cluster, arguments);
    }

    private static CommandRun at(Clock clock, String input, String... arguments) {
        return at(clock, input, CommandRun::noCluster, arguments);
    }

    private static KubernetesApi noCluster(Path kubeconfig) {
        throw new IllegalArgumentException("this run has no cluster");
    }

    private static CommandRun at(
            Clock clock, String input, Surroundings.Clusters cluster, String... arguments) {
        return at(clock, input, cluster, OpaProgram.find(System.getenv()), arguments);
    }

    private static CommandRun at(
            Clock clock,
            String input,
            Surroundings.Clusters cluster,
            Optional<Path> opa,
            String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var surroundings =
                new Surroundings(
                        clock,
                        new SecureRandom(),
                        new ByteArrayInputStream(input.getBytes(UTF_8)),
                        Path.of("kubeconfig"),
                        cluster,
                        opa);
        CommandLine command =
                DriftsealCommand.create(surroundings)
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true));
        int code = command.execute(arguments);
        return new CommandRun(code, out.toString(), err.toString());
    }
}
