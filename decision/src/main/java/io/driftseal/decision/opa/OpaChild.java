package io.driftseal.decision.opa;

import io.driftseal.decision.bundle.EngineStartException;
import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.rest.OpaClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One run of the program as a server, from start to death. */
final class OpaChild implements AutoCloseable {

    private static final Duration PROBE_DEADLINE = Duration.ofSeconds(1);
    private static final Duration PROBE_INTERVAL = Duration.ofMillis(5);
    private static final Duration DEATH_DEADLINE = Duration.ofSeconds(5);
    private static final int MAXIMUM_PID_DIGITS = 19;
    static final String SOCKET = "engine.socket";

    /** What {@code sockaddr_un} holds, less the zero byte at its end. */
    private static final int LONGEST_SOCKET_PATH = 107;

    /**
     * Its live heap is a few megabytes, so by default it collects garbage every dozen questions: a
     * quarter of all its processor time. Five times that heap, but no more than the second figure.
     */
    private static final Map<String, String> MEMORY = Map.of("GOGC", "400", "GOMEMLIMIT", "128MiB");

    private static final long FIRST_PROCESS = 1;

    /** The program itself where nobody needs to watch it. */
    private final Process watcher;

    private final ProcessHandle engine;
    private final OpaClient client;

    private OpaChild(Process watcher, ProcessHandle engine, Path socket) {
        this.watcher = watcher;
        this.engine = engine;
        this.client = new OpaClient(UnixDomainSocketAddress.of(socket));
    }

    /**
     * Starts the program on a socket in the work directory; it is not ready yet.
     *
     * @param workDirectory holds {@code policies}; of mode 0700, because whoever can enter it can
     *     ask the program, or answer in its place
     */
    static OpaChild start(Path program, Path workDirectory) throws EngineStartException {
        return start(program, workDirectory, ProcessHandle.current().pid() == FIRST_PROCESS);
    }

    /**
     * @param first whether we are the first process of a container: the kernel ends all others with
     *     it, so that nobody needs to watch, and an image needs no shell
     */
    static OpaChild start(Path program, Path workDirectory, boolean first)
            throws EngineStartException {
        Path socket = workDirectory.resolve(SOCKET);
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET_PATH) {
            throw new EngineStartException(
                    "the engine's socket would have too long a path, "
                            + socket
                            + "; set a shorter java.io.tmpdir");
        }
        try {
            Files.deleteIfExists(socket);
            ProcessBuilder builder =
                    new ProcessBuilder(first ? command(program) : watched(command(program)));
            builder.directory(workDirectory.toFile());
            builder.environment().clear();
            builder.environment().putAll(MEMORY);
            if (first) {
                builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
            }
            Process watcher = builder.start();
            ProcessHandle engine = first ? watcher.toHandle() : engineOf(watcher);
            Thread.ofVirtual()
                    .name("policy-engine-log")
                    .start(new ChildLog(watcher.getErrorStream(), engine.pid()));
            return new OpaChild(watcher, engine, socket);
        } catch (IOException e) {
            throw new EngineStartException("opa cannot be run: " + e.getMessage(), e);
        }
    }

    /** Waits until the program answers. */
    boolean awaitReady(Duration deadline) throws InterruptedException {
        long end = System.nanoTime() + deadline.toNanos();
        while (alive() && System.nanoTime() - end < 0) {
            if (client.healthy(PROBE_DEADLINE)) {
                return alive();
            }
            Thread.sleep(PROBE_INTERVAL);
        }
        return false;
    }

    /**
     * Whether the process that was started still lives. An answer counts only if it does when the
     * answer is there.
     */
    boolean alive() {
        return engine.isAlive();
    }

    long pid() {
        return engine.pid();
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

    private static List<String> watched(List<String> command) throws IOException {
        List<String> watched = new ArrayList<>(List.of("/bin/sh", "-c", watchScript(), "watched"));
        watched.addAll(command);
        return watched;
    }

    private static List<String> command(Path program) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        // Relative to the work directory.
        command.addAll(List.of("run", "--server", "--addr", "unix://" + SOCKET));
        command.addAll(List.of("--unix-socket-perm", "600"));
        command.addAll(List.of("--skip-version-check", "--log-level", "error"));
        command.addAll(List.of("--ignore", PolicyBundle.SCHEMA_DIRECTORY));
        command.add(OpaSupervisor.POLICIES);
        return command;
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
