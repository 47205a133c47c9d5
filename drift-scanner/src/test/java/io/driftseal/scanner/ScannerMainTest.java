package io.driftseal.scanner;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.driftseal.scanner.fixture.Stamper;
import io.driftseal.service.certificate.CertificateAuthority;
import io.driftseal.service.certificate.IssuedCertificate;
import io.driftseal.service.mutualtls.MutualTls;
import io.driftseal.stamp.KeyFiles;
import io.driftseal.stamp.KeyPurpose;
import io.driftseal.testsupport.ProgramLocator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process as an operator meets it: without an API server to reach, with the real engine. */
class ScannerMainTest {

    @TempDir private Path folder;

    @Test
    void itLivesUnreadyWithoutAnApiServerIsScrapedAndStopsWhenAsked() throws Exception {
        Process process = start(arguments());
        try {
            RunningScanner.await(
                    "listening", () -> managementPort().isPresent() || !process.isAlive());
            assertThat(process.isAlive()).as(log()).isTrue();
            int port = managementPort().orElseThrow();

            assertThat(get(port, "/livez").statusCode()).isEqualTo(200);
            HttpResponse<String> ready = get(port, "/readyz");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("the inventory is not complete");
            assertThat(get(port, "/metrics").body())
                    .contains("driftseal_drift_scanner_watch_age_seconds{type=\"pods\"}")
                    .contains("driftseal_drift_scanner_queue_depth{queue=\"work\"}")
                    .contains("driftseal_drift_scanner_verdicts{value=\"unknown\"}")
                    .contains("driftseal_drift_scanner_incidents_open")
                    .contains("driftseal_drift_scanner_findings_total{reason=\"form-changed\"}")
                    .contains("driftseal_drift_scanner_certificate_expiry_seconds")
                    .contains("jvm_memory_used_bytes");

            process.destroy();

            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(log()).contains("service stopped").doesNotContain("did not end");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aConfigurationWithAnUnknownKeyEndsItWithItsOwnExitCode() throws Exception {
        List<String> arguments = new ArrayList<>(arguments());
        arguments.add("--misspelt=1");

        Process process = start(arguments);

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(log()).contains("unknown key 'misspelt'");
    }

    @Test
    void policiesThatAreRefusedAreToldToTheCluster() throws Exception {
        List<String> arguments = new ArrayList<>(arguments());
        Path policies = Files.createDirectory(folder.resolve("rego"));
        copy(Path.of("..", "policies", "rego"), policies);
        arguments.addAll(
                List.of(
                        "--policyDirectory=" + policies,
                        "--policyPeriod=200ms",
                        "--policyEvents=driftseal-system"));
        List<String> events = new CopyOnWriteArrayList<>();
        HttpsServer cluster = cluster(events);
        Process process = start(arguments);
        try {
            RunningScanner.await(
                    "listening", () -> managementPort().isPresent() || !process.isAlive());
            assertThat(process.isAlive()).as(log()).isTrue();

            Files.writeString(
                    policies.resolve("team.rego"), "package driftseal.drift\n\nno := nothing\n");

            RunningScanner.await("an Event", () -> !events.isEmpty());
            assertThat(events.getFirst())
                    .startsWith("/apis/events.k8s.io/v1/namespaces/driftseal-system/events")
                    .contains("\"reason\":\"PolicyRefused\"", "team.rego:3:")
                    .contains("\"kind\":\"StatefulSet\",\"name\":\"driftseal-drift-scanner\"");
            assertThat(get(managementPort().orElseThrow(), "/policy").body())
                    .contains("team.rego:3:");
        } finally {
            process.destroyForcibly().waitFor();
            cluster.stop(0);
        }
    }

    /** An API server that has nothing, and hears of Events. */
    private HttpsServer cluster(List<String> events) throws Exception {
        HttpsServer cluster =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        cluster.setHttpsConfigurator(
                new HttpsConfigurator(MutualTls.load(folder, "drift-scanner").serverContext()));
        cluster.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        cluster.createContext(
                "/",
                exchange -> {
                    boolean written = exchange.getRequestMethod().equals("POST");
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    if (written) {
                        events.add(
                                exchange.getRequestURI()
                                        + " "
                                        + new String(body, StandardCharsets.UTF_8));
                    }
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(written ? 201 : 404, written ? body.length : -1);
                    if (written) {
                        exchange.getResponseBody().write(body);
                    }
                    exchange.close();
                });
        cluster.start();
        kubeconfig("https://localhost:" + cluster.getAddress().getPort());
        return cluster;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    private void kubeconfig(String server) throws IOException {
        Files.writeString(
                folder.resolve("kubeconfig"),
                """
                apiVersion: v1
                kind: Config
                current-context: none
                contexts: [{name: none, context: {cluster: none, user: none}}]
                clusters:
                - {name: none, cluster: {server: "%s", certificate-authority: ca.pem}}
                users: [{name: none, user: {token: none}}]
                """
                        .formatted(server));
    }

    private List<String> arguments() throws Exception {
        certificates();
        var keys = new Stamper().verificationKeys();
        KeyFiles.writeVerification(folder.resolve("stamp.json"), KeyPurpose.STAMP, keys);
        KeyFiles.writeVerification(folder.resolve("checkpoint.json"), KeyPurpose.CHECKPOINT, keys);
        kubeconfig("https://127.0.0.1:1");
        return List.of(
                "--kubeconfig=" + folder.resolve("kubeconfig"),
                "--mutualTlsDirectory=" + folder,
                "--stampVerificationKeys=" + folder.resolve("stamp.json"),
                "--checkpointVerificationKeys=" + folder.resolve("checkpoint.json"),
                "--policyDirectory=" + Path.of("..", "policies", "rego").toAbsolutePath(),
                "--stateFile=" + folder.resolve("state.db"),
                "--opa=" + ProgramLocator.ofProcess().locate("opa"),
                "--intakeAddress=127.0.0.1",
                "--intakePort=0",
                "--managementAddress=127.0.0.1",
                "--managementPort=0");
    }

    private void certificates() throws IOException {
        CertificateAuthority authority =
                CertificateAuthority.create(
                        "test", Duration.ofDays(1), Clock.systemUTC(), new SecureRandom());
        IssuedCertificate leaf =
                authority.issue("drift-scanner", List.of("localhost"), Duration.ofDays(1));
        Files.writeString(folder.resolve("ca.pem"), authority.authority().certificatePem());
        Files.writeString(folder.resolve("drift-scanner.pem"), leaf.certificatePem());
        Files.writeString(folder.resolve("drift-scanner.key"), leaf.privateKeyPem());
    }

    private Process start(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add("io.driftseal.scanner.ScannerMain");
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return "";
        }
    }

    private Optional<Integer> managementPort() {
        return log().lines()
                .filter(line -> line.contains("\"listening\""))
                .findFirst()
                .map(line -> line.replaceAll(".*\"managementPort\":\"?(\\d+).*", "$1"))
                .map(Integer::parseInt);
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
