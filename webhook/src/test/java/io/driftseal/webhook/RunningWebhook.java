package io.driftseal.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.driftseal.service.certificate.CertificateAuthority;
import io.driftseal.service.certificate.IssuedCertificate;
import io.driftseal.service.certificate.PrivateFiles;
import io.driftseal.service.mutualtls.MutualTls;
import io.driftseal.stamp.KeyFiles;
import io.driftseal.stamp.KeyPurpose;
import io.driftseal.stamp.SigningKey;
import io.driftseal.stamp.SigningKeyRing;
import io.driftseal.stamp.Validity;
import io.driftseal.testsupport.FreePorts;
import io.driftseal.testsupport.ProgramLocator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The service as a process of its own, with the shipped policies and the real OPA, before an API
 * server that has one namespace in enforce and nothing else.
 */
final class RunningWebhook implements AutoCloseable {

    private static final Pattern WATCHED =
            Pattern.compile(
                    "/(namespaces|serviceaccounts|limitranges|priorityclasses|runtimeclasses)(\\?|$)");

    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    private final Path directory;
    private final Path keys;
    private final HttpsServer cluster;
    private final int port = FreePorts.next();
    private final int internalPort = FreePorts.next();
    private final int managementPort = FreePorts.next();
    private final Process process;

    private RunningWebhook(Path directory, Path keys, Map<String, String> more) throws Exception {
        this.directory = directory;
        this.keys = keys;
        cluster = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        cluster.setHttpsConfigurator(
                new HttpsConfigurator(MutualTls.load(keys, "cli").serverContext()));
        cluster.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        cluster.createContext("/", RunningWebhook::serveNamespaces);
        cluster.start();
        process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                // It lives for seconds: not worth the optimizing compiler.
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "io.driftseal.webhook.WebhookMain",
                                "--config",
                                writeConfiguration(more).toString())
                        .redirectError(directory.resolve("log").toFile())
                        .start();
    }

    /**
     * Starts one; {@link #awaitReady} says when it serves.
     *
     * @param directory its own
     * @param keys of {@link #writeKeys}
     * @param more of its configuration
     */
    static RunningWebhook start(Path directory, Path keys, Map<String, String> more)
            throws Exception {
        Files.createDirectories(directory);
        return new RunningWebhook(directory, keys, more);
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

    /** What {@code driftseal keys init} writes. */
    static void writeKeys(Path keys) throws Exception {
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

    private Path writeConfiguration(Map<String, String> more) throws IOException {
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
                                                Files.readAllBytes(keys.resolve("ca.pem")))));
        var added = new StringBuilder();
        more.forEach((key, value) -> added.append(key + ": " + value + "\n"));
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
                                        keys,
                                        directory.resolve("state"),
                                        ProgramLocator.ofProcess().locate("opa"))
                        + added);
    }

    String management(String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(
                                            URI.create("http://127.0.0.1:" + managementPort + path))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        }
    }

    void awaitReady() throws Exception {
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

    HttpResponse<String> stamp() throws Exception {
        try (HttpClient client = apiServer(HttpClient.Version.HTTP_2)) {
            return client.send(review(), BodyHandlers.ofString());
        }
    }

    HttpRequest review() throws IOException {
        try (var in =
                RunningWebhook.class.getResourceAsStream(
                        "/reviews/create-deployment-by-a-person.json")) {
            return HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/stamp"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofByteArray(Objects.requireNonNull(in).readAllBytes()))
                    .build();
        }
    }

    HttpClient apiServer(HttpClient.Version version) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (var in = Files.newInputStream(directory.resolve("state/certificate/serving-ca.pem"))) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        SSLContext trust = SSLContext.getInstance("TLS");
        trust.init(null, factory.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(trust).version(version).build();
    }

    Process process() {
        return process;
    }

    URI internal() {
        return URI.create("https://localhost:" + internalPort);
    }

    URI readiness() {
        return URI.create("http://127.0.0.1:" + managementPort + "/readyz");
    }

    String log() throws IOException {
        return Files.readString(directory.resolve("log"));
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        cluster.stop(0);
    }
}
