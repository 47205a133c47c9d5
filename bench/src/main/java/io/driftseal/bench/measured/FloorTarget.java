package io.driftseal.bench.measured;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * {@link FloorServer} on the webhook's own class path of jars: what Java and the server below the
 * webhook take to start, however little is done on them.
 */
public final class FloorTarget implements AutoCloseable {
    private static final Duration ASKED = Duration.ofMillis(20);
    private static final Duration READY = Duration.ofSeconds(60);

    private final MeasuredProcess process;
    private final int port;
    private final Duration untilReady;

    private FloorTarget(MeasuredProcess process, int port, Duration untilReady) {
        this.process = process;
        this.port = port;
        this.untilReady = untilReady;
    }

    /** Starts it and waits until it takes connections. */
    public static FloorTarget start(Workshop workshop, List<String> flags)
            throws IOException, InterruptedException {
        int port = Workshop.freePort();
        long began = System.nanoTime();
        MeasuredProcess process = workshop.startFloor(port, flags, classPath(workshop));
        while (!connects(port)) {
            if (!process.isRunning() || System.nanoTime() - began > READY.toNanos()) {
                process.close();
                throw new IOException("the floor did not take connections");
            }
            Thread.sleep(ASKED);
        }
        return new FloorTarget(process, port, Duration.ofNanos(System.nanoTime() - began));
    }

    private static String classPath(Workshop workshop) throws IOException {
        try (var files = Files.list(workshop.project().resolve("bench/target"))) {
            Path jar =
                    files.filter(FloorTarget::isOurs)
                            .findFirst()
                            .orElseThrow(() -> new IOException("the bench is not built"));
            return WebhookTarget.classPath(workshop) + File.pathSeparator + jar;
        }
    }

    private static boolean isOurs(Path file) {
        return file.getFileName()
                .toString()
                .matches("driftseal-bench-[0-9][^-]*(-SNAPSHOT)?\\.jar");
    }

    private static boolean connects(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** From the start of its process to the first connection. */
    public Duration untilReady() {
        return untilReady;
    }

    public MeasuredProcess process() {
        return process;
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.close();
    }
}
