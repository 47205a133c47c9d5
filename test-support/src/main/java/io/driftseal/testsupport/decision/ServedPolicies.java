package io.driftseal.testsupport.decision;

import io.driftseal.decision.bundle.OpaCommand;
import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.testsupport.FreePorts;
import io.driftseal.testsupport.ProgramLocator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real OPA server with a bundle of policies, as somebody else would run it: on a port of the
 * loopback, with the options of the test.
 */
public final class ServedPolicies implements AutoCloseable {

    private static final long DEATH_SECONDS = 5;

    private final Path directory;
    private final List<String> options;
    private final int port;
    private Process server;

    private ServedPolicies(Path directory, List<String> options) throws Exception {
        this.directory = directory;
        this.options = options;
        this.port = FreePorts.next();
        this.server = run(directory, options, port);
    }

    /**
     * Builds the bundle, starts the server and waits until it listens.
     *
     * @param directory for the bundle; deleted by its owner
     * @param revision in the bundle's manifest; empty for a bundle without one
     * @param more files beside the policies, such as {@code system.authz}, by name
     */
    public static ServedPolicies start(
            Path directory,
            PolicyBundle policies,
            String revision,
            List<String> options,
            List<Path> more)
            throws Exception {
        build(directory, policies, revision, more);
        return new ServedPolicies(directory, options);
    }

    private static void build(
            Path directory, PolicyBundle policies, String revision, List<Path> more)
            throws Exception {
        Path sources = directory.resolve("sources");
        policies.writeTo(sources);
        for (Path file : more) {
            Files.copy(file, sources.resolve(file.getFileName().toString()));
        }
        List<String> build = new ArrayList<>(List.of("build", "--bundle", "sources"));
        build.addAll(List.of("--ignore", PolicyBundle.SCHEMA_DIRECTORY));
        build.addAll(List.of("--output", "bundle.tar.gz"));
        if (!revision.isEmpty()) {
            build.addAll(List.of("--revision", revision));
        }
        OpaCommand.Result result =
                new OpaCommand(opa(), directory).run(build.toArray(String[]::new));
        PolicyBundle.delete(sources);
        if (result.exitCode() != 0) {
            throw new IOException("opa build: " + result.output());
        }
    }

    private static Process run(Path directory, List<String> options, int port) throws Exception {
        List<String> command = new ArrayList<>(List.of(opa().toString(), "run", "--server"));
        command.addAll(List.of("--addr", "127.0.0.1:" + port, "--skip-version-check"));
        command.addAll(List.of("--log-level", "error"));
        command.addAll(options);
        command.addAll(List.of("--bundle", "bundle.tar.gz"));
        Process started =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("server.log").toFile())
                        .start();
        while (!listens(port)) {
            if (!started.isAlive()) {
                throw new IOException(
                        "opa ended: " + Files.readString(directory.resolve("server.log")));
            }
            Thread.sleep(10);
        }
        return started;
    }

    private static boolean listens(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** In the clear. */
    public URI http() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public URI https() {
        return URI.create("https://localhost:" + port);
    }

    /** Ends the server; nobody listens then. */
    public void end() {
        server.destroyForcibly();
        try {
            server.waitFor(DEATH_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts it again on its port, with a bundle of another revision. */
    public void startAgain(PolicyBundle policies, String revision) throws Exception {
        build(directory, policies, revision, List.of());
        server = run(directory, options, port);
    }

    /** Starts it again on its port, as it was. */
    public void startAgain() throws Exception {
        server = run(directory, options, port);
    }

    private static Path opa() {
        return ProgramLocator.ofProcess().locate("opa");
    }

    @Override
    public void close() {
        end();
    }
}
