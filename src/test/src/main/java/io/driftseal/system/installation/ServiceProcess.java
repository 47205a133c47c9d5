package io.driftseal.system.installation;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One service as a real process: its own JVM, class path, configuration file and account.
 *
 * <p>Its standard error goes to a log file beside its configuration. The process ends with this
 * JVM.
 */
public final class ServiceProcess implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final ServiceProgram program;
    private final List<String> java;
    private final Path configurationFile;
    private final Path logFile;
    private final URI management;
    private final Map<String, String> mark;
    private final HttpClient http;
    private final Map<String, String> configuration;
    private @Nullable Process process;

    ServiceProcess(
            ServiceProgram program,
            List<String> java,
            Path directory,
            ServiceSettings settings,
            Map<String, String> mark) {
        this.program = program;
        this.java = List.copyOf(java);
        this.configurationFile = directory.resolve(program.serviceName() + ".yaml");
        this.logFile = directory.resolve(program.serviceName() + ".log");
        this.management = settings.managementUrl(program);
        this.mark = Map.copyOf(mark);
        this.http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
        this.configuration = Map.copyOf(settings.of(program));
        write(configuration);
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
    }

    /** Starts the process; {@link #awaitReady} says when it serves. */
    public void start() {
        if (isRunning()) {
            throw new IllegalStateException(program.serviceName() + " is running already");
        }
        List<String> command = new ArrayList<>(java);
        command.addAll(List.of("--config", configurationFile.toString()));
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()));
            // A variable that tells the launcher something is an unknown key to a service.
            builder.environment().keySet().removeIf(name -> name.startsWith("DRIFTSEAL_"));
            // Whoever carries the cluster's mark ends with the cluster, also after a kill -9 of
            // ours.
            builder.environment().putAll(mark);
            process = builder.start();
        } catch (IOException e) {
            throw new InstallationException("cannot start " + program.serviceName(), e);
        }
    }

    /**
     * What it is configured with at its next start.
     *
     * @param more keys that are added to what it was installed with; none takes them all back
     */
    public void configure(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(configuration);
        all.putAll(more);
        write(all);
    }

    /**
     * Waits until {@code /readyz} answers 200.
     *
     * @throws InstallationException where the process ended or was not ready in time, with the last
     *     lines of its log
     */
    public void awaitReady(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        String last = "no answer yet";
        while (System.nanoTime() < deadline) {
            if (!isRunning()) {
                throw new InstallationException(
                        program.serviceName() + " ended while starting:\n" + lastLogLines());
            }
            try {
                HttpResponse<String> answer = get("/readyz");
                if (answer.statusCode() == 200) {
                    return;
                }
                last = answer.body();
            } catch (IOException e) {
                last = String.valueOf(e.getMessage());
            }
            pause();
        }
        throw new InstallationException(
                program.serviceName()
                        + " was not ready within "
                        + limit.toSeconds()
                        + " s ("
                        + last
                        + "):\n"
                        + lastLogLines());
    }

    /** SIGTERM and wait, as a kubelet does; returns the exit code. */
    public int stop(Duration limit) {
        Process running = requireRunning();
        running.destroy();
        try {
            if (!running.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
                throw new InstallationException(
                        program.serviceName()
                                + " did not end within "
                                + limit.toSeconds()
                                + " s of SIGTERM:\n"
                                + lastLogLines());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InstallationException("interrupted while stopping " + program, e);
        }
        process = null;
        return running.exitValue();
    }

    /** SIGKILL and wait: a crash. */
    public void kill() {
        Process running = process;
        if (running != null) {
            running.descendants().forEach(ProcessHandle::destroyForcibly);
            running.destroyForcibly().onExit().join();
            process = null;
        }
    }

    public boolean isRunning() {
        Process running = process;
        return running != null && running.isAlive();
    }

    /** The text of {@code /metrics}. */
    public String metrics() {
        try {
            return get("/metrics").body();
        } catch (IOException e) {
            throw new InstallationException("cannot scrape " + program.serviceName(), e);
        }
    }

    /** What {@code /readyz} answers, ready or not. */
    public String readiness() {
        try {
            return get("/readyz").body();
        } catch (IOException e) {
            throw new InstallationException("cannot ask " + program.serviceName(), e);
        }
    }

    /** The document that {@code /policy} shows. */
    public String policy() {
        try {
            return get("/policy").body();
        } catch (IOException e) {
            throw new InstallationException("cannot ask " + program.serviceName(), e);
        }
    }

    /** The service's name, such as {@code drift-scanner}. */
    public String name() {
        return program.serviceName();
    }

    public Path logFile() {
        return logFile;
    }

    public URI management() {
        return management;
    }

    @Override
    public void close() {
        if (isRunning()) {
            stop(Duration.ofSeconds(20));
        }
    }

    private Process requireRunning() {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException(program.serviceName() + " is not running");
        }
        return running;
    }

    private HttpResponse<String> get(String path) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(management.resolve(path))
                        .timeout(Duration.ofSeconds(3))
                        .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void write(Map<String, String> configuration) {
        StringBuilder yaml = new StringBuilder();
        new TreeMap<>(configuration)
                .forEach((key, value) -> yaml.append(key).append(": ").append(value).append('\n'));
        try {
            Files.createDirectories(configurationFile.getParent());
            Files.writeString(configurationFile, yaml);
        } catch (IOException e) {
            throw new InstallationException("cannot write " + configurationFile, e);
        }
    }

    private String lastLogLines() {
        try {
            List<String> lines = Files.readAllLines(logFile);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
        } catch (IOException e) {
            return "(no log at " + logFile + ")";
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InstallationException("interrupted while waiting", e);
        }
    }
}
