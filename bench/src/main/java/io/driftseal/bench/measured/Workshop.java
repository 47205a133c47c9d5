package io.driftseal.bench.measured;

import io.driftseal.decision.bundle.OpaProgram;
import io.driftseal.evidence.RecordCodec;
import io.driftseal.service.mutualtls.MutualTls;
import io.driftseal.service.mutualtls.MutualTlsException;
import io.driftseal.service.mutualtls.MutualTlsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What surrounds the measured servers, all of it in the process of the load generator: keys, a
 * cluster in which nothing changes, and a scanner that takes every record. So the webhook delivers
 * what it decides, as in real life, and that is part of its cost.
 */
public final class Workshop implements AutoCloseable {
    private final Path project;
    private final Path directory;
    private final Path keys;
    private final StillCluster cluster;
    private final MutualTlsServer scanner;
    private final RecordReceiver records;

    private Workshop(
            Path project,
            Path directory,
            StillCluster cluster,
            MutualTlsServer scanner,
            RecordReceiver records) {
        this.project = project;
        this.directory = directory;
        this.keys = directory.resolve("keys");
        this.cluster = cluster;
        this.scanner = scanner;
        this.records = records;
    }

    /**
     * @param project root of the repository, whose modules are built
     */
    public static Workshop open(Path project)
            throws IOException, InterruptedException, MutualTlsException {
        Path directory = Files.createTempDirectory("driftseal-bench-");
        Path keys = directory.resolve("keys");
        var command = new ArrayList<>(List.of(java(), "-XX:TieredStopAtLevel=1", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.addAll(List.of("io.driftseal.cli.DriftsealMain", "keys", "init"));
        command.add(keys.toString());
        Path log = directory.resolve("keys.log");
        Process made =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (made.waitFor() != 0) {
            throw new IOException("keys were not made: " + Files.readString(log));
        }
        MutualTls identity = MutualTls.load(keys, "drift-scanner");
        var records = new RecordReceiver();
        MutualTlsServer scanner =
                MutualTlsServer.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        identity,
                        List.of(records.route()),
                        RecordCodec.MAXIMUM_BATCH_BYTES * 2);
        Path opa =
                OpaProgram.find(System.getenv())
                        .orElseThrow(() -> new IOException("no opa: ./driftseal tools"));
        ShippedPlans.compile(policies(project), opa, plans(directory));
        StillCluster cluster = StillCluster.start(identity.serverContext());
        return new Workshop(project, directory, cluster, scanner, records);
    }

    public StillCluster cluster() {
        return cluster;
    }

    /** Records that the webhook has delivered. */
    public long recordsDelivered() {
        return records.received();
    }

    public Path directory() {
        return directory;
    }

    Path project() {
        return project;
    }

    /** As they are shipped. */
    Path policies() {
        return policies(project);
    }

    /** The directory of what was compiled of them, as an image brings it. */
    Path compiledPolicies() {
        return plans(directory);
    }

    private static Path policies(Path project) {
        return project.resolve("policies/rego");
    }

    private static Path plans(Path directory) {
        return directory.resolve("plans");
    }

    Path keys() {
        return keys;
    }

    String scannerUrl() {
        return "https://127.0.0.1:" + scanner.port();
    }

    /** A server of its own process that does nothing but what every webhook must. */
    public MeasuredProcess startFloor(int port, List<String> flags) throws IOException {
        return startFloor(port, flags, System.getProperty("java.class.path"));
    }

    MeasuredProcess startFloor(int port, List<String> flags, String classPath) throws IOException {
        var command = new ArrayList<>(List.of(java()));
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath));
        command.add(FloorServer.class.getName());
        command.add(Integer.toString(port));
        command.add(keys.resolve("webhook.pem").toString());
        command.add(keys.resolve("webhook.key").toString());
        return MeasuredProcess.start(command, directory.resolve("floor.log"));
    }

    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public static String java() {
        return ProcessHandle.current().info().command().orElse("java");
    }

    @Override
    public void close() throws IOException {
        cluster.close();
        scanner.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
