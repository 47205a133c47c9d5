package io.driftseal.decision.opa;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** One run of the program as a server, from start to death. */
final class OpaChild implements AutoCloseable {

    private static final Duration PROBE_DEADLINE = Duration.ofSeconds(1);
    private static final Duration PROBE_INTERVAL = Duration.ofMillis(20);
    private static final Duration DEATH_DEADLINE = Duration.ofSeconds(5);
    private static final int MAXIMUM_PID_DIGITS = 19;

    private final Process watcher;
    private final ProcessHandle engine;
    private final EngineSecrets secrets;
    private final URI address;
    private final OpaClient client;

    private OpaChild(Process watcher, ProcessHandle engine, EngineSecrets secrets, URI address) {
        this.watcher = watcher;
        this.engine = engine;
        this.secrets = secrets;
        this.address = address;
        this.client = new OpaClient(address, secrets.token());
    }

    /**
     * Starts the program on a free loopback port; it is not ready yet.
     *
     * @param workDirectory holds {@code policies} and {@code engine}
     */
    static OpaChild start(Path program, Path workDirectory, RandomGenerator random)
            throws EngineStartException {
        EngineSecrets secrets = EngineSecrets.random(random);
        try {
            String address = freeAddress();
            ProcessBuilder builder = new ProcessBuilder(command(program, address));
            builder.directory(workDirectory.toFile());
            builder.environment().clear();
            builder.environment().putAll(secrets.environment());
            Process watcher = builder.start();
            ProcessHandle engine = engineOf(watcher);
            Thread.ofVirtual()
                    .name("policy-engine-log")
                    .start(new ChildLog(watcher.getErrorStream(), engine.pid()));
            return new OpaChild(watcher, engine, secrets, URI.create("http://" + address));
        } catch (IOException e) {
            throw new EngineStartException("opa cannot be run: " + e.getMessage(), e);
        }
    }

    /** Waits until the program answers and has proved that it is the one we started. */
    boolean awaitReady(RandomGenerator random, Duration deadline) throws InterruptedException {
        long end = System.nanoTime() + deadline.toNanos();
        while (alive() && System.nanoTime() - end < 0) {
            if (client.healthy(PROBE_DEADLINE)) {
                String challenge = EngineSecrets.randomHex(random);
                return client.proves(secrets, challenge, PROBE_DEADLINE) && alive();
            }
            Thread.sleep(PROBE_INTERVAL);
        }
        return false;
    }

    /**
     * Whether the process that gave the proof still lives. As long as it does, nobody else can have
     * its port, so an answer that is older than this look is its own.
     */
    boolean alive() {
        return engine.isAlive();
    }

    long pid() {
        return engine.pid();
    }

    URI address() {
        return address;
    }

    OpaClient client() {
        return client;
    }

    /** Blocks until the program has ended. */
    void awaitDeath() throws InterruptedException {
        watcher.waitFor();
    }

    @Override
    public void close() {
        client.close();
        engine.destroyForcibly();
        try {
            watcher.getOutputStream().close();
            if (!watcher.waitFor(DEATH_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
                watcher.destroyForcibly();
            }
        } catch (IOException e) {
            watcher.destroyForcibly();
        } catch (InterruptedException e) {
            watcher.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> command(Path program, String address) throws IOException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", watchScript(), "watched"));
        command.add(program.toString());
        command.addAll(List.of("run", "--server", "--addr", address));
        command.addAll(List.of("--authentication=token", "--authorization=basic"));
        command.addAll(List.of("--skip-version-check", "--log-level", "error"));
        command.addAll(List.of("--ignore", PolicyBundle.SCHEMA_DIRECTORY));
        command.addAll(List.of(OpaSupervisor.POLICIES, OpaSupervisor.ENGINE));
        return command;
    }

    /** Of the whole 127.0.0.0/8 only this one exists on every system. */
    private static String freeAddress() throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        try (ServerSocket socket = new ServerSocket(0, 1, loopback)) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }

    private static String watchScript() throws IOException {
        try (InputStream script = OpaChild.class.getResourceAsStream("watched.sh")) {
            if (script == null) {
                throw new IOException("watched.sh is missing from the program");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The watcher's first and only line is the process id of the program. */
    private static ProcessHandle engineOf(Process watcher) throws IOException {
        var reader =
                new BufferedReader(
                        new InputStreamReader(watcher.getInputStream(), StandardCharsets.US_ASCII));
        StringBuilder digits = new StringBuilder();
        for (int c = reader.read(); c >= '0' && c <= '9'; c = reader.read()) {
            if (digits.append((char) c).length() > MAXIMUM_PID_DIGITS) {
                break;
            }
        }
        Optional<ProcessHandle> engine =
                digits.isEmpty()
                        ? Optional.empty()
                        : ProcessHandle.of(Long.parseLong(digits.toString()));
        if (engine.isEmpty()) {
            watcher.destroyForcibly();
            throw new IOException("it ended at once");
        }
        return engine.get();
    }
}
