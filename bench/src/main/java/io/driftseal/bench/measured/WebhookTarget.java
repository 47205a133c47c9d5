package io.driftseal.bench.measured;

import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The webhook as it is shipped: its own class path, its own process, its own policy engine. */
public final class WebhookTarget implements AutoCloseable {
    private static final Duration READY = Duration.ofMinutes(3);

    /**
     * Flags of a webhook that starts quickly in a small container. What a review needs is garbage
     * when it is answered: a small young generation holds it, and the heap grows only where bodies
     * of megabytes are under review, and shrinks again. The young one must be smaller than the heap
     * at the start: the objects of the archive go into the rest, and a JVM that finds no room for
     * them ends. Half of it is for what outlives a collection, the reviews of a burst: what finds
     * no room there stays in the old generation until that is full. Of methods that were compiled
     * only small ones are inlined again: what an admission calls once is compiled for seconds
     * otherwise, into code that is larger and no faster. Method handles for reflection, which reads
     * the configuration once, would take a fifth of a second.
     */
    public static final List<String> SMALL_CONTAINER =
            List.of(
                    "-Xms32m",
                    "-Xmn24m",
                    "-XX:SurvivorRatio=2",
                    "-XX:TargetSurvivorRatio=90",
                    "-XX:MinHeapFreeRatio=20",
                    "-XX:MaxHeapFreeRatio=40",
                    "-XX:+UseCompactObjectHeaders",
                    "-XX:InlineSmallCode=1000",
                    "-XX:TrimNativeHeapInterval=5000",
                    "-Djdk.reflect.useNativeAccessorOnly=true");

    /**
     * Between two questions whether it is ready: often enough for a time, and no load of its own.
     */
    private static final Duration ASKED = Duration.ofMillis(20);

    private static final String MAIN = "io.driftseal.webhook.WebhookMain";

    private final MeasuredProcess process;
    private final int port;
    private final Duration untilReady;
    private final Path log;

    private WebhookTarget(MeasuredProcess process, int port, Duration untilReady, Path log) {
        this.process = process;
        this.port = port;
        this.untilReady = untilReady;
        this.log = log;
    }

    /**
     * Starts it and waits until {@code /readyz} answers 200.
     *
     * @param name of its state directory; one name, one life
     * @param flags of its JVM
     */
    public static WebhookTarget start(Workshop workshop, String name, List<String> flags)
            throws IOException, InterruptedException {
        return start(workshop, name, launch(workshop, flags));
    }

    /** On this Java, and the class path that the build wrote down, as an image has it. */
    public static Launch launch(Workshop workshop, List<String> flags) throws IOException {
        return new Launch(Workshop.java(), flags, classPath(workshop));
    }

    /** As {@link #start(Workshop, String, List)}, on another Java and class path. */
    public static WebhookTarget start(Workshop workshop, String name, Launch launch)
            throws IOException, InterruptedException {
        int port = Workshop.freePort();
        int managementPort = Workshop.freePort();
        Path state = workshop.directory().resolve(name);
        Path configuration =
                configuration(workshop, state, port, managementPort, Workshop.freePort());
        var command = new ArrayList<>(List.of(launch.java()));
        command.addAll(launch.flags());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
        command.addAll(List.of(launch.classPath(), MAIN));
        command.addAll(List.of("--config", configuration.toString()));
        Path log = workshop.directory().resolve(name + ".log");
        long began = System.nanoTime();
        MeasuredProcess process = MeasuredProcess.start(command, log);
        awaitReady(process, managementPort, log);
        return new WebhookTarget(process, port, Duration.ofNanos(System.nanoTime() - began), log);
    }

    /**
     * What it is started by.
     *
     * @param java the program
     */
    public record Launch(String java, List<String> flags, String classPath) {
        public Launch {
            flags = List.copyOf(flags);
        }
    }

    /** Jars only: an archive of loaded classes refuses folders. */
    static String classPath(Workshop workshop) throws IOException {
        Path target = workshop.project().resolve("webhook/target");
        try (var files = Files.list(target)) {
            Path jar =
                    files.filter(file ->
                                    file.getFileName()
                                            .toString()
                                            .matches("driftseal-webhook-[0-9].*\\.jar"))
                            .findFirst()
                            .orElseThrow(() -> new IOException("the webhook is not built"));
            List<String> jars = new ArrayList<>(List.of(jar.toString()));
            String libraries = Files.readString(target.resolve("runtime-classpath.txt")).strip();
            for (String library : libraries.split(File.pathSeparator, -1)) {
                Path unsigned = workshop.directory().resolve("unsigned");
                jars.add(UnsignedJar.of(Path.of(library), unsigned).toString());
            }
            return String.join(File.pathSeparator, jars);
        }
    }

    private static Path configuration(
            Workshop workshop, Path state, int port, int managementPort, int internalPort)
            throws IOException {
        Files.createDirectories(state);
        Path kubeconfig = state.resolve("kubeconfig");
        Files.writeString(
                kubeconfig,
                """
                apiVersion: v1
                kind: Config
                current-context: still
                clusters: [{name: still, cluster: {server: "https://127.0.0.1:%d",
                  certificate-authority: "%s"}}]
                users: [{name: webhook, user: {token: none}}]
                contexts: [{name: still, context: {cluster: still, user: webhook}}]
                """
                        .formatted(workshop.cluster().port(), workshop.keys().resolve("ca.pem")));
        Path file = state.resolve("webhook.yaml");
        Files.writeString(
                file,
                """
                listenAddress: 127.0.0.1
                listenPort: %d
                internalAddress: 127.0.0.1
                internalPort: %d
                managementPort: %d
                kubeconfig: %s
                keyDirectory: %s
                stateDirectory: %s
                policyDirectory: %s
                compiledPolicies: %s
                scannerUrl: %s
                """
                        .formatted(
                                port,
                                internalPort,
                                managementPort,
                                kubeconfig,
                                workshop.keys(),
                                state.resolve("state"),
                                workshop.policies(),
                                workshop.compiledPolicies(),
                                workshop.scannerUrl()));
        return file;
    }

    private static void awaitReady(MeasuredProcess process, int managementPort, Path log)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + READY.toNanos();
        URI ready = URI.create("http://127.0.0.1:" + managementPort + "/readyz");
        while (System.nanoTime() < end) {
            if (!process.isRunning()) {
                throw new IOException("the webhook ended while starting:\n" + tail(log));
            }
            if (status(ready) == HttpURLConnection.HTTP_OK) {
                return;
            }
            Thread.sleep(ASKED);
        }
        process.close();
        throw new IOException("the webhook did not become ready:\n" + tail(log));
    }

    /** Light: it is asked often, beside the start that it times. */
    private static int status(URI uri) {
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setReadTimeout(2_000);
            return connection.getResponseCode();
        } catch (IOException e) {
            return 0;
        }
    }

    private static String tail(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    /** From the start of its process to {@code /readyz} 200. */
    public Duration untilReady() {
        return untilReady;
    }

    public MeasuredProcess process() {
        return process;
    }

    public int port() {
        return port;
    }

    /** Warnings and errors in its log, none if all is well. */
    public Optional<String> complaint() throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains("\"WARN\"") || line.contains("\"ERROR\""))
                .findFirst();
    }

    @Override
    public void close() {
        process.close();
    }
}
