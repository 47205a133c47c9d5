package io.driftseal.system.responder;

import io.driftseal.evidence.RecordCodec;
import io.driftseal.evidence.RecordEnvelope;
import io.driftseal.evidence.ResponseOutcome;
import io.driftseal.evidence.ResponsePlan;
import io.driftseal.service.certificate.CertificateAuthority;
import io.driftseal.service.certificate.IssuedCertificate;
import io.driftseal.service.certificate.PrivateFiles;
import io.driftseal.service.mutualtls.MutualTls;
import io.driftseal.service.mutualtls.MutualTlsClient;
import io.driftseal.service.mutualtls.MutualTlsServer;
import io.driftseal.service.mutualtls.PeerAnswer;
import io.driftseal.service.mutualtls.PeerReply;
import io.driftseal.service.mutualtls.PeerRequest;
import io.driftseal.service.mutualtls.PeerRoute;
import io.driftseal.testsupport.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A responder process with its certificates, its state, and a scanner that takes its outcomes. */
final class ResponderProcess implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String LOCAL = "127.0.0.1";

    private final Path directory;
    private final Path kubeconfig;
    private final int port = FreePorts.next();
    private final int managementPort = FreePorts.next();
    private final Map<String, ResponseOutcome> outcomes = new LinkedHashMap<>();
    private final MutualTlsServer scanner;
    private final AtomicReference<@Nullable Process> process = new AtomicReference<>();

    ResponderProcess(Path directory, Path kubeconfig) throws Exception {
        this.directory = directory;
        this.kubeconfig = kubeconfig;
        writeCertificates();
        scanner =
                MutualTlsServer.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        identity("drift-scanner"),
                        List.of(
                                new PeerRoute(
                                        "POST", "/v1/records", Set.of("responder"), this::take)),
                        RecordCodec.MAXIMUM_BATCH_BYTES);
    }

    void start() throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.driftseal.responder.ResponderMain",
                        "--kubeconfig=" + kubeconfig,
                        "--mutualTlsDirectory=" + directory.resolve("tls"),
                        "--stateDirectory=" + directory.resolve("state"),
                        "--scannerUrl=https://localhost:" + scanner.port(),
                        "--listenAddress=" + LOCAL,
                        "--listenPort=" + port,
                        "--managementAddress=" + LOCAL,
                        "--managementPort=" + managementPort);
        // Variables by which tests find programs are no configuration of a service.
        builder.environment().keySet().removeIf(name -> name.startsWith("DRIFTSEAL_"));
        builder.redirectErrorStream(true);
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(directory.resolve("responder.log").toFile()));
        process.set(builder.start());
        until("ready", () -> management("/readyz").statusCode() == 200);
    }

    /** kill -9. */
    void kill() throws InterruptedException {
        running().destroyForcibly().waitFor();
    }

    /** SIGTERM; the exit code. */
    int terminate() throws InterruptedException {
        Process running = running();
        running.destroy();
        if (!running.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the responder did not stop");
        }
        return running.exitValue();
    }

    int plan(ResponsePlan plan) throws Exception {
        return post("drift-scanner", "/v1/plans", RecordCodec.writeBody(plan));
    }

    int post(String peer, String path, byte[] body) throws Exception {
        try (MutualTlsClient client =
                new MutualTlsClient(
                        identity(peer),
                        URI.create("https://localhost:" + port),
                        "responder",
                        LIMIT,
                        64 * 1024)) {
            return switch (client.post(path, body)) {
                case PeerAnswer.Answered answered -> answered.status();
                case PeerAnswer.Unreachable unreachable ->
                        throw new AssertionError(unreachable.reason());
            };
        }
    }

    /** The outcomes that the scanner has, once there are this many. */
    List<ResponseOutcome> outcomes(int number) throws Exception {
        until(number + " outcomes", () -> received().size() >= number);
        return received();
    }

    HttpResponse<String> management(String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(
                                    URI.create("http://" + LOCAL + ":" + managementPort + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    String log() throws IOException {
        return Files.readString(directory.resolve("responder.log"));
    }

    @Override
    public void close() {
        Process running = process.get();
        if (running != null) {
            running.destroyForcibly();
        }
        scanner.close();
    }

    private Process running() {
        return Objects.requireNonNull(process.get(), "start the responder first");
    }

    private synchronized PeerReply take(PeerRequest request) throws Exception {
        List<RecordEnvelope> batch = RecordCodec.readBatch(request.body());
        for (RecordEnvelope envelope : batch) {
            outcomes.putIfAbsent(envelope.id(), (ResponseOutcome) envelope.body());
        }
        return PeerReply.json(
                200, RecordCodec.writeAccepted(batch.stream().map(RecordEnvelope::id).toList()));
    }

    private synchronized List<ResponseOutcome> received() {
        return List.copyOf(outcomes.values());
    }

    private MutualTls identity(String name) throws Exception {
        return MutualTls.load(directory.resolve("tls"), name);
    }

    private void writeCertificates() throws IOException {
        CertificateAuthority authority =
                CertificateAuthority.create(
                        "test", Duration.ofDays(1), Clock.systemUTC(), new SecureRandom());
        Path tls = Files.createDirectories(directory.resolve("tls"));
        Files.writeString(tls.resolve("ca.pem"), authority.authority().certificatePem());
        for (String name : List.of("responder", "drift-scanner", "cli", "webhook")) {
            IssuedCertificate leaf =
                    authority.issue(name, List.of("localhost", LOCAL), Duration.ofHours(1));
            Files.writeString(tls.resolve(name + ".pem"), leaf.certificatePem());
            PrivateFiles.write(tls.resolve(name + ".key"), leaf.privateKeyPem());
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private void until(String what, Condition condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < end && running().isAlive()) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                // Not listening yet.
                Thread.onSpinWait();
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new AssertionError("waited in vain for " + what + "\n" + log());
    }
}
