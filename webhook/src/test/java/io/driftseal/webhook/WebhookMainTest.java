package io.driftseal.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.driftseal.service.certificate.CertificateAuthority;
import io.driftseal.service.certificate.IssuedCertificate;
import io.driftseal.service.certificate.PrivateFiles;
import io.driftseal.service.mutualtls.MutualTls;
import io.driftseal.service.mutualtls.MutualTlsClient;
import io.driftseal.service.mutualtls.PeerAnswer;
import io.driftseal.stamp.KeyFiles;
import io.driftseal.stamp.KeyPurpose;
import io.driftseal.stamp.SigningKey;
import io.driftseal.stamp.SigningKeyRing;
import io.driftseal.stamp.Validity;
import io.driftseal.testsupport.ProgramLocator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The service as a process of its own, with the shipped policies and the real OPA. */
final class WebhookMainTest {
    private static final Pattern WATCHED =
            Pattern.compile(
                    "/(namespaces|serviceaccounts|limitranges|priorityclasses|runtimeclasses)(\\?|$)");

    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    @TempDir Path directory;

    private HttpsServer cluster;
    private final HttpClient endpoints = HttpClient.newHttpClient();
    private Process process;
    private int port;
    private int internalPort;
    private int managementPort;

    @BeforeEach
    void start() throws Exception {
        port = freePort();
        internalPort = freePort();
        managementPort = freePort();
        Path keys = directory.resolve("keys");
        writeKeys(keys);
        cluster = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        cluster.setHttpsConfigurator(
                new HttpsConfigurator(MutualTls.load(keys, "cli").serverContext()));
        cluster.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        cluster.createContext("/", WebhookMainTest::serveNamespaces);
        cluster.start();
        process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "io.driftseal.webhook.WebhookMain",
                                "--config",
                                writeConfiguration().toString())
                        .redirectError(directory.resolve("log").toFile())
                        .start();
        awaitReady();
    }

    @AfterEach
    void stop() throws Exception {
        process.destroyForcibly().waitFor();
        cluster.stop(0);
        endpoints.close();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** What is watched: one namespace in enforce, of everything else none, and nothing happens. */
    private static void serveNamespaces(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        boolean watched = WATCHED.matcher(path).find();
        if (watched && path.contains("watch=")) {
            exchange.sendResponseHeaders(200, 0);
            return;
        }
        String shop =
                """
                {"metadata":{"name":"shop","resourceVersion":"5",
                 "labels":{"driftseal.io/mode":"enforce"}}}
                """;
        byte[] body =
                (watched
                                ? """
                                {"kind":"List","apiVersion":"v1",
                                 "metadata":{"resourceVersion":"7"},"items":[%s]}
                                """
                                        .formatted(path.contains("namespaces") ? shop : "")
                                : """
                                {"kind":"Status","apiVersion":"v1","status":"Failure",
                                 "reason":"NotFound","code":404,"message":"not found"}
                                """)
                        .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(watched ? 200 : 404, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static void writeKeys(Path keys) throws Exception {
        CertificateAuthority authority =
                CertificateAuthority.create(
                        "services", Duration.ofDays(1), InstantSource.system(), new SecureRandom());
        PrivateFiles.write(keys.resolve("ca.pem"), authority.authority().certificatePem());
        for (String name : List.of("webhook", "drift-scanner", "cli")) {
            IssuedCertificate leaf =
                    authority.issue(name, List.of(name, "localhost"), Duration.ofDays(1));
            PrivateFiles.write(keys.resolve(name + ".pem"), leaf.certificatePem());
            PrivateFiles.write(keys.resolve(name + ".key"), leaf.privateKeyPem());
        }
        Instant now = Instant.now();
        for (KeyPurpose purpose : KeyPurpose.values()) {
            var ring =
                    new SigningKeyRing(
                            List.of(
                                    SigningKey.generate(
                                            new SecureRandom(),
                                            new Validity(
                                                    now.minusSeconds(60),
                                                    now.plusSeconds(86_400)))));
            KeyFiles.writeSigning(keys.resolve(KeyFiles.signingFileName(purpose)), purpose, ring);
            KeyFiles.writeVerification(
                    keys.resolve(KeyFiles.verificationFileName(purpose)),
                    purpose,
                    ring.verificationKeys());
        }
    }

    private Path writeConfiguration() throws IOException {
        Path kubeconfig = directory.resolve("kubeconfig");
        Files.writeString(
                kubeconfig,
                """
                apiVersion: v1
                kind: Config
                clusters:
                - name: c
                  cluster:
                    server: "https://localhost:%d"
                    certificate-authority-data: %s
                users:
                - {name: u, user: {token: secret-token}}
                contexts:
                - {name: x, context: {cluster: c, user: u}}
                current-context: x
                """
                        .formatted(
                                cluster.getAddress().getPort(),
                                Base64.getEncoder()
                                        .encodeToString(
                                                Files.readAllBytes(
                                                        directory.resolve("keys/ca.pem")))));
        return Files.writeString(
                directory.resolve("webhook.yaml"),
                """
                listenAddress: 127.0.0.1
                listenPort: %d
                internalAddress: 127.0.0.1
                internalPort: %d
                managementPort: %d
                kubeconfig: %s
                keyDirectory: %s
                stateDirectory: %s
                policyDirectory: ../policies/rego
                opa: %s
                unreadyPause: 5s
                """
                        .formatted(
                                port,
                                internalPort,
                                managementPort,
                                kubeconfig,
                                directory.resolve("keys"),
                                directory.resolve("state"),
                                ProgramLocator.ofProcess().locate("opa")));
    }

    private String management(String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(
                                            URI.create("http://127.0.0.1:" + managementPort + path))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        }
    }

    private void awaitReady() throws Exception {
        Instant end = Instant.now().plus(START_LIMIT);
        String last = "";
        while (Instant.now().isBefore(end) && process.isAlive()) {
            try {
                last = management("/readyz");
                if (last.contains("\"status\":\"ok\",\"checks\"")) {
                    return;
                }
            } catch (IOException e) {
                last = e.toString();
            }
            Thread.sleep(100);
        }
        throw new AssertionError(
                "not ready: " + last + "\n" + Files.readString(directory.resolve("log")));
    }

    private HttpResponse<String> stamp() throws Exception {
        try (HttpClient client = apiServer(HttpClient.Version.HTTP_2)) {
            return client.send(review(), BodyHandlers.ofString());
        }
    }

    private HttpRequest review() throws IOException {
        try (var in =
                WebhookMainTest.class.getResourceAsStream(
                        "/reviews/create-deployment-by-a-person.json")) {
            return HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/stamp"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofByteArray(Objects.requireNonNull(in).readAllBytes()))
                    .build();
        }
    }

    private HttpClient apiServer(HttpClient.Version version) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (var in = Files.newInputStream(directory.resolve("state/certificate/serving-ca.pem"))) {
            store.setCertificateEntry(
                    "ca",
                    java.security.cert.CertificateFactory.getInstance("X.509")
                            .generateCertificate(in));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        SSLContext trust = SSLContext.getInstance("TLS");
        trust.init(null, factory.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(trust).version(version).build();
    }

    private String checkpoint(String peer, long sequence) throws Exception {
        try (var client =
                new MutualTlsClient(
                        MutualTls.load(directory.resolve("keys"), peer),
                        URI.create("https://localhost:" + internalPort),
                        "webhook",
                        Duration.ofSeconds(20),
                        4096)) {
            String question =
                    "{\"sequence\":%d,\"headHash\":\"%s\",\"count\":%d}"
                            .formatted(sequence, "a".repeat(64), sequence);
            return switch (client.post(
                    "/v1/checkpoints", question.getBytes(StandardCharsets.UTF_8))) {
                case PeerAnswer.Answered(int status, byte[] body) ->
                        status + " " + new String(body, StandardCharsets.UTF_8);
                case PeerAnswer.Unreachable(String reason) -> reason;
            };
        }
    }

    @Test
    void itServesSignsIsMeasuredAndStopsWhenAsked() throws Exception {
        HttpResponse<String> answer = stamp();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"decision-id\":\"dec-");

        assertThat(checkpoint("drift-scanner", 5)).startsWith("200 {\"payloadType\"");
        assertThat(checkpoint("drift-scanner", 4)).startsWith("409 ");
        assertThat(checkpoint("cli", 6)).startsWith("403 ");

        assertThat(management("/metrics"))
                .contains(
                        "driftseal_webhook_admission_seconds_bucket",
                        "driftseal_webhook_decision_seconds_count",
                        "driftseal_webhook_serving_certificate_expiry_seconds",
                        "driftseal_webhook_spool_records 1.0",
                        "driftseal_webhook_checkpoints_total{result=\"goes_back\"} 1.0",
                        "jvm_memory_used_bytes");
        assertThat(management("/livez")).contains("\"status\":\"ok\"");

        process.destroy();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String log = Files.readString(directory.resolve("log"));
        assertThat(process.exitValue()).as(log).isZero();
        assertThat(log)
                .contains("configuration read", "service stopped")
                .doesNotContain("secret-token", "PRIVATE KEY");
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void noReviewFailsWhileItStops(HttpClient.Version version) throws Exception {
        AtomicInteger answered = new AtomicInteger();
        List<String> failures = new CopyOnWriteArrayList<>();
        List<Thread> callers = new ArrayList<>();
        HttpRequest review = review();
        for (int i = 0; i < 4; i++) {
            HttpClient client = apiServer(version);
            callers.add(
                    Thread.ofVirtual()
                            .start(() -> callWhileReady(client, review, answered, failures)));
        }
        while (answered.get() < 20 && failures.isEmpty()) {
            Thread.sleep(10);
        }

        process.destroy();

        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(failures).isEmpty();
    }

    /** As long as it says that it is ready, as endpoints and load balancers follow it. */
    private void callWhileReady(
            HttpClient client, HttpRequest review, AtomicInteger answered, List<String> failures) {
        boolean ready = true;
        while (ready && failures.isEmpty()) {
            try {
                int status = client.send(review, BodyHandlers.discarding()).statusCode();
                if (status != 200) {
                    failures.add("status " + status);
                }
                answered.incrementAndGet();
                ready = isReady();
            } catch (IOException e) {
                failures.add(e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private boolean isReady() throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + managementPort + "/readyz");
        return endpoints
                        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                        .statusCode()
                == 200;
    }
}
