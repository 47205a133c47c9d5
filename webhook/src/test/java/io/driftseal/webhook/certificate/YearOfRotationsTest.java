package io.driftseal.webhook.certificate;

import static io.driftseal.webhook.ReviewBench.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.admission.WebhookEndpoint;
import io.driftseal.service.handshake.CaBundle;
import io.driftseal.service.handshake.TrustProbe;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi;
import io.driftseal.webhook.ReviewBench;
import io.driftseal.webhook.edge.AdmissionListener;
import io.driftseal.webhook.edge.ListenerSettings;
import io.driftseal.webhook.review.AdmissionOutcome;
import io.driftseal.webhook.review.AdmissionPipeline;
import io.driftseal.webhook.review.ReviewMetrics;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A year in steps of a day, two replicas, an authority of ninety days: whoever trusts what the
 * configurations carry, now or a step ago, is answered at every step, on new connections and on
 * those that are open since the first day.
 */
final class YearOfRotationsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration STEP = Duration.ofDays(1);
    private static final int STEPS = 365;
    private static final ResourceType VALIDATING = ResourceType.VALIDATING_WEBHOOK_CONFIGURATIONS;

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final FakeKubernetesApi cluster = new FakeKubernetesApi();
    private final ReviewBench bench = new ReviewBench();
    private final List<AdmissionListener> listeners = new ArrayList<>();
    private final Replica[] replicas = new Replica[2];
    private final byte[] review = review();
    private int answered;
    private int handshakes;

    @BeforeEach
    void start() throws Exception {
        cluster.put(ResourceType.SECRETS, CaBundleKeeperTest.secret());
        String hooks =
                "\"webhooks\":[{\"name\":\"a\",\"clientConfig\":{\"url\":\"https://localhost/x\"}}]";
        cluster.put(
                ResourceType.MUTATING_WEBHOOK_CONFIGURATIONS,
                json("{\"metadata\":{\"name\":\"zz-driftseal-stamp\"}," + hooks + "}"));
        for (String name : List.of("driftseal-verify", "driftseal-access")) {
            cluster.put(
                    VALIDATING, json("{\"metadata\":{\"name\":\"" + name + "\"}," + hooks + "}"));
        }
        for (int i = 0; i < replicas.length; i++) {
            replicas[i] = Replica.start(i == 0 ? cluster : sometimesCutOff(), now::get);
            listeners.add(listen(i));
        }
    }

    @AfterEach
    void stop() {
        listeners.forEach(AdmissionListener::close);
    }

    /** Asks the replica of the moment, which a restart replaces behind the same address. */
    private AdmissionListener listen(int index) throws Exception {
        return AdmissionListener.start(
                new ListenerSettings(
                        "127.0.0.1", 0, 64, 64, 256, 16L << 20, Duration.ofSeconds(20)),
                io.driftseal.service.mutualtls.KeyManagers.current(
                        () -> replicas[index].serving().keyManager()),
                new AdmissionPipeline(
                        Map.of("/stamp", request -> new AdmissionOutcome.Passed()),
                        new ReviewMetrics(bench.metrics)),
                bench.metrics);
    }

    private static byte[] review() {
        try (InputStream in =
                YearOfRotationsTest.class.getResourceAsStream(
                        "/reviews/create-deployment-by-a-person.json")) {
            return Objects.requireNonNull(in).readAllBytes();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void noRequestFailsInAYearOfRotations() throws Exception {
        List<KeptConnection> kept = new ArrayList<>();
        round();
        List<X509Certificate> before = carried();
        for (AdmissionListener listener : listeners) {
            kept.add(new KeptConnection(listener.port()));
        }
        Set<List<X509Certificate>> bundles = new HashSet<>();
        for (int step = 0; step < STEPS; step++) {
            now.updateAndGet(time -> time.plus(STEP));
            mishaps(step);
            round();
            List<X509Certificate> trusted = carried();
            bundles.add(trusted);
            for (AdmissionListener listener : listeners) {
                handshake(listener.port(), trusted, step);
                if (!before.equals(trusted)) {
                    // An API server that has not heard of the change yet.
                    handshake(listener.port(), before, step);
                }
            }
            for (KeptConnection connection : kept) {
                connection.ask(step);
            }
            before = trusted;
        }

        long rotations = replicas[0].serving().rotations() + replicas[1].serving().rotations();
        System.out.printf(
                "a year: %d handshakes and %d requests on kept connections, none failed;"
                        + " %d different bundles%n",
                handshakes, answered, bundles.size());
        assertThat(bundles.size()).isGreaterThanOrEqualTo(12);
        assertThat(rotations).isPositive();
        assertThat(answered).isEqualTo(STEPS * 4);
    }

    /** The second replica is cut off for three weeks, and later restarted; writes collide. */
    private void mishaps(int step) throws IOException {
        if (step % 97 == 0) {
            cluster.failNext(
                    FakeKubernetesApi.Call.PATCH,
                    KubernetesApiException.of(
                            new KubernetesApiException.Answer(
                                    409, "Conflict", "modified", Optional.empty())));
        }
        if (step == 200) {
            replicas[1] = Replica.start(sometimesCutOff(), now::get);
        }
    }

    private void round() {
        replicas[0].keeper().round();
        replicas[1].keeper().round();
    }

    /** The API server, which this replica does not reach from day 100 to 120. */
    private KubernetesApi sometimesCutOff() {
        return (KubernetesApi)
                Proxy.newProxyInstance(
                        KubernetesApi.class.getClassLoader(),
                        new Class<?>[] {KubernetesApi.class},
                        (proxy, method, arguments) -> {
                            long day = Duration.between(START, now.get()).toDays();
                            if (day >= 100 && day < 121) {
                                throw new KubernetesApiException.Unreachable("no route", null);
                            }
                            try {
                                return method.invoke(cluster, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getTargetException();
                            }
                        });
    }

    /** What every configuration carries: one bundle. */
    private List<X509Certificate> carried() {
        OwnConfigurations seen = OwnConfigurations.read(cluster);
        List<WebhookEndpoint> endpoints = seen.endpoints();
        assertThat(seen.live()).hasSize(3);
        assertThat(cluster.get(VALIDATING, ObjectKey.clusterScoped("driftseal-verify")))
                .isPresent();
        assertThat(endpoints).as("one bundle at %s", now.get()).hasSize(1);
        return CaBundle.certificates(endpoints.getFirst().caBundle());
    }

    private void handshake(int port, List<X509Certificate> trusted, int step) {
        handshakes++;
        TrustProbe probe = new TrustProbe(Duration.ofSeconds(20), now::get);
        assertThat(
                        probe.probe(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                                "localhost",
                                trusted))
                .as("step %d, %s", step, now.get())
                .isInstanceOf(TrustProbe.Outcome.Trusted.class);
    }

    /** One HTTP/1.1 connection and one of HTTP/2, opened on the first day. */
    private final class KeptConnection {
        private final SSLSocket socket;
        private final HttpClient client;
        private final URI uri;
        private Optional<String> label = Optional.empty();

        KeptConnection(int port) throws Exception {
            SSLContext trust = trust(carried());
            socket = (SSLSocket) trust.getSocketFactory().createSocket("localhost", port);
            client = HttpClient.newBuilder().sslContext(trust).build();
            uri = URI.create("https://localhost:" + port + "/stamp");
            socket.setTcpNoDelay(true);
            socket.startHandshake();
        }

        void ask(int step) throws Exception {
            OutputStream out = socket.getOutputStream();
            out.write(
                    ("POST /stamp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                    + "Content-Length: "
                                    + review.length
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            out.write(review);
            out.flush();
            assertThat(statusLine()).as("step %d", step).startsWith("HTTP/1.1 200");
            answered++;
            var response =
                    client.send(
                            HttpRequest.newBuilder(uri)
                                    .header("Content-Type", "application/json")
                                    .POST(BodyPublishers.ofByteArray(review))
                                    .build(),
                            BodyHandlers.discarding());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
            label = label.or(response::connectionLabel);
            assertThat(response.connectionLabel()).as("the same connection").isEqualTo(label);
            answered++;
        }

        /** Reads one whole response; its head says how long it is. */
        private String statusLine() throws IOException {
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("the connection was closed");
                }
                head.append((char) next);
            }
            String lower = head.toString().toLowerCase(java.util.Locale.ROOT);
            int start = lower.indexOf("content-length: ") + "content-length: ".length();
            in.readNBytes(Integer.parseInt(lower.substring(start, lower.indexOf("\r\n", start))));
            return head.toString();
        }

        private SSLContext trust(List<X509Certificate> roots) throws Exception {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < roots.size(); i++) {
                store.setCertificateEntry("root-" + i, roots.get(i));
            }
            PKIXBuilderParameters parameters =
                    new PKIXBuilderParameters(store, new X509CertSelector());
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now.get()));
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(new CertPathTrustManagerParameters(parameters));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        }
    }
}
