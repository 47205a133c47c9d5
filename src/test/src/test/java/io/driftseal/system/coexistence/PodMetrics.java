package io.driftseal.system.coexistence;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.driftseal.system.cluster.ProgramRun;
import io.driftseal.system.installation.Eventually;
import io.driftseal.system.installation.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A metrics server behind the API server's aggregation layer: every running pod of an app uses as
 * much as the test says. While it is away no namespace can be deleted, so it takes its registration
 * along.
 */
final class PodMetrics implements AutoCloseable {

    private static final String GROUP = "/apis/metrics.k8s.io/v1beta1";
    private static final Pattern PODS = Pattern.compile(GROUP + "/namespaces/([^/]+)/pods");
    private static final String PASSWORD = "metrics";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Terminal kubectl;
    private final HttpsServer server;
    private volatile String cpu = "10m";

    private PodMetrics(Terminal kubectl, HttpsServer server) {
        this.kubectl = kubectl;
        this.server = server;
    }

    /** Registered and answering when this returns. */
    static PodMetrics start(Terminal kubectl, String address, Path directory) {
        try {
            HttpsServer server = HttpsServer.create(new InetSocketAddress(address, 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context(directory)));
            var metrics = new PodMetrics(kubectl, server);
            server.createContext("/", metrics::answer);
            server.start();
            metrics.register(address, server.getAddress().getPort());
            return metrics;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on every pod uses this much. */
    void everyPodUses(String amount) {
        cpu = amount;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            Matcher pods = PODS.matcher(path);
            if (pods.matches()) {
                send(exchange, 200, list(pods.group(1)));
            } else if (path.equals(GROUP)) {
                send(
                        exchange,
                        200,
                        """
                        {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"metrics.k8s.io/v1beta1",
                        "resources":[{"name":"pods","singularName":"","namespaced":true,
                        "kind":"PodMetrics","verbs":["get","list"]}]}
                        """);
            } else {
                send(exchange, 404, "{}");
            }
        }
    }

    private String list(String namespace) {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        String items =
                kubectl.list(namespace, "pods", "app=web").stream()
                        .map(pod -> pod.path("metadata").path("name").asString())
                        .map(name ->
                                """
                                {"metadata":{"name":"%s","namespace":"%s"},"timestamp":"%s","window":"1s",
                                "containers":[{"name":"app","usage":{"cpu":"%s","memory":"8Mi"}}]}
                                """
                                        .formatted(name, namespace, now, cpu))
                        .collect(Collectors.joining(","));
        return "{\"kind\":\"PodMetricsList\",\"apiVersion\":\"metrics.k8s.io/v1beta1\",\"metadata\":{},\"items\":["
                + items
                + "]}";
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void register(String address, int port) {
        kubectl.apply(
                        """
                        apiVersion: v1
                        kind: Service
                        metadata: {name: pod-metrics, namespace: kube-system}
                        spec: {ports: [{port: 443, targetPort: %2$d}]}
                        ---
                        apiVersion: discovery.k8s.io/v1
                        kind: EndpointSlice
                        metadata:
                          name: pod-metrics
                          namespace: kube-system
                          labels: {kubernetes.io/service-name: pod-metrics}
                        addressType: IPv4
                        ports: [{port: %2$d}]
                        endpoints: [{addresses: [%1$s], conditions: {ready: true}}]
                        ---
                        apiVersion: apiregistration.k8s.io/v1
                        kind: APIService
                        metadata: {name: v1beta1.metrics.k8s.io}
                        spec:
                          group: metrics.k8s.io
                          version: v1beta1
                          groupPriorityMinimum: 100
                          versionPriority: 100
                          insecureSkipTLSVerify: true
                          service: {namespace: kube-system, name: pod-metrics, port: 443}
                        """
                                .formatted(address, port))
                .require();
        Eventually.holds(
                "the API server to reach the metrics",
                LIMIT,
                () -> kubectl.run("get", "--raw", GROUP + "/namespaces/default/pods").succeeded());
    }

    private static SSLContext context(Path directory) throws IOException {
        Path store = directory.resolve("metrics.p12");
        ProgramRun.run(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "metrics",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=pod-metrics.kube-system.svc",
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                PASSWORD,
                                "-keystore",
                                store.toString()),
                        Map.of(),
                        "",
                        LIMIT)
                .require();
        try (InputStream stored = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(stored, PASSWORD.toCharArray());
            KeyManagerFactory managers =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("no key for the metrics", e);
        }
    }

    @Override
    public void close() {
        kubectl.run("delete", "apiservice", "v1beta1.metrics.k8s.io").require();
        kubectl.run("delete", "service", "pod-metrics", "-n", "kube-system").require();
        server.stop(0);
    }
}
