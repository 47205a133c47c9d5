package io.driftseal.webhook.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.service.certificate.IssuedCertificate;
import io.driftseal.service.metrics.ServiceMetrics;
import io.driftseal.service.mutualtls.KeyManagers;
import io.driftseal.webhook.ReviewBench;
import io.driftseal.webhook.review.AdmissionOutcome;
import io.driftseal.webhook.review.AdmissionPipeline;
import io.driftseal.webhook.review.AdmissionReviewer;
import io.driftseal.webhook.review.ReviewMetrics;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Over a real TLS socket, as the API server would come. */
final class AdmissionListenerTest {
    private final ReviewBench bench = new ReviewBench();
    private int waiting = 64;
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private SSLContext trust;
    private IssuedCertificate leaf;
    private AdmissionListener listener;

    @BeforeEach
    void certificate() throws Exception {
        LocalhostIdentity identity = LocalhostIdentity.create();
        leaf = identity.leaf();
        trust = identity.trust();
        listener = listen(64, Duration.ofSeconds(20), bench.pipeline());
    }

    @AfterEach
    void close() {
        released.countDown();
        listener.close();
    }

    private AdmissionListener listen(int concurrent, Duration deadline, AdmissionPipeline pipeline)
            throws Exception {
        return AdmissionListener.start(
                new ListenerSettings(
                        "127.0.0.1", 0, concurrent, concurrent, waiting, 16L << 20, deadline),
                KeyManagers.of(leaf),
                pipeline,
                bench.metrics);
    }

    /** Replaces the listener by one whose only reviewer waits until it is released. */
    private void listenSlowly(int concurrent, Duration deadline) throws Exception {
        AdmissionReviewer slow =
                request -> {
                    entered.countDown();
                    try {
                        released.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return new AdmissionOutcome.Passed();
                };
        listener.close();
        listener =
                listen(
                        concurrent,
                        deadline,
                        new AdmissionPipeline(
                                Map.of("/stamp", slow), new ReviewMetrics(bench.metrics)));
    }

    private static byte[] review() throws Exception {
        try (InputStream in =
                AdmissionListenerTest.class.getResourceAsStream(
                        "/reviews/create-deployment-by-a-person.json")) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    private HttpRequest request(String method, String path, String type, byte[] body) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create("https://localhost:" + listener.port() + path));
        if (!type.isEmpty()) {
            builder.header("Content-Type", type);
        }
        return builder.method(method, BodyPublishers.ofByteArray(body)).build();
    }

    private HttpResponse<String> send(HttpRequest request) throws Exception {
        try (HttpClient client = HttpClient.newBuilder().sslContext(trust).build()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void aReviewIsAnsweredOverBothProtocols(HttpClient.Version version) throws Exception {
        HttpRequest request = request("POST", "/stamp?timeout=5s", "application/json", review());

        HttpResponse<String> answer;
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(trust).version(version).build()) {
            answer = client.send(request, BodyHandlers.ofString());
        }

        assertThat(answer.version()).isEqualTo(version);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        assertThat(answer.body()).contains("\"allowed\":true", "\"patchType\":\"JSONPatch\"");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /other,  application/json,               404, path",
        "POST, /stamp/, application/json,               404, path",
        "GET,  /stamp,  application/json,               405, method",
        "PUT,  /verify, application/json,               405, method",
        "POST, /stamp,  text/plain,                     415, content_type",
        "POST, /stamp,  '',                             415, content_type",
        "POST, /stamp,  application/jsonp,              415, content_type",
        "POST, /stamp,  application/json; charset=utf-8,400, malformed",
    })
    void aRequestOfAnotherShapeIsRefusedAtTheEdge(
            String method, String path, String type, int status, String reason) throws Exception {
        HttpResponse<String> answer = send(request(method, path, type, new byte[] {'{'}));

        assertThat(answer.statusCode()).isEqualTo(status);
        // What the API server's client reads; of any other body it shows no word.
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        assertThat(answer.body())
                .contains("\"kind\":\"Status\"", "\"status\":\"Failure\"", "\"code\":" + status);
        assertThat(bench.metrics.scrape())
                .contains("requests_rejected_total{reason=\"" + reason + "\"} 1.0");
    }

    @Test
    void aDuplicateKeyIsMalformed() throws Exception {
        String twice =
                new String(review(), StandardCharsets.UTF_8)
                        .replace("\"name\": \"web\",", "\"name\": \"web\", \"name\": \"web\",");

        HttpResponse<String> answer =
                send(
                        request(
                                "POST",
                                "/stamp",
                                "application/json",
                                twice.getBytes(StandardCharsets.UTF_8)));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("\"message\":\"malformed AdmissionReview: two members of one name");
    }

    @Test
    void aBodyOverTheBoundIsRefusedDeclaredOrNot() throws Exception {
        byte[] large = new byte[ListenerSettings.MAXIMUM_BODY_BYTES + 1];
        String head =
                """
                POST /stamp HTTP/1.1\r
                Host: localhost\r
                Content-Type: application/json\r
                %s\r
                \r
                """;

        assertThat(raw().answer(head.formatted("Content-Length: " + large.length), new byte[0]))
                .startsWith("HTTP/1.1 413 ");
        byte[] first =
                (Integer.toHexString(large.length) + "\r\n").getBytes(StandardCharsets.UTF_8);
        byte[] chunk = new byte[first.length + large.length];
        System.arraycopy(first, 0, chunk, 0, first.length);
        assertThat(raw().answer(head.formatted("Transfer-Encoding: chunked"), chunk))
                .startsWith("HTTP/1.1 413 ");
    }

    private RawClient raw() {
        return new RawClient(trust, listener.port());
    }

    @Test
    void olderTlsIsNotSpoken() throws Exception {
        try (SSLSocket socket = raw().socket("TLSv1.2")) {
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void aSlowClientIsAnsweredAtTheDeadline() throws Exception {
        listener.close();
        listener = listen(64, Duration.ofMillis(300), bench.pipeline());
        String head =
                """
                POST /stamp HTTP/1.1\r
                Host: localhost\r
                Content-Type: application/json\r
                Content-Length: 1000\r
                \r
                {\
                """;

        assertThat(raw().answer(head, new byte[0])).startsWith("HTTP/1.1 504 ");
        assertThat(bench.metrics.scrape()).contains("reviews_buffered_bytes 0.0");
    }

    @Test
    void aSlowReviewIsAnsweredAtTheDeadline() throws Exception {
        listenSlowly(64, Duration.ofMillis(300));

        HttpResponse<String> answer = send(request("POST", "/stamp", "application/json", review()));

        assertThat(answer.statusCode()).isEqualTo(504);
    }

    @Test
    void aboveTheConcurrencyBoundTheCallerHearsIt() throws Exception {
        waiting = 0;
        listenSlowly(1, Duration.ofSeconds(20));
        try (HttpClient client = HttpClient.newBuilder().sslContext(trust).build()) {
            var first =
                    client.sendAsync(
                            request("POST", "/stamp", "application/json", review()),
                            BodyHandlers.ofString());
            entered.await();

            HttpResponse<String> second =
                    client.send(
                            request("POST", "/stamp", "application/json", review()),
                            BodyHandlers.ofString());

            assertThat(second.statusCode()).isEqualTo(429);
            released.countDown();
            assertThat(first.join().statusCode()).isEqualTo(200);
        }
    }

    /** A tenant that floods us waits for itself and is turned away; another is served at once. */
    @Test
    @Timeout(60)
    void aNoisyTenantOnlyHurtsItself() throws Exception {
        waiting = 4;
        AdmissionReviewer noisyIsSlow =
                request -> {
                    if (request.namespace().equals("noisy")) {
                        entered.countDown();
                        try {
                            released.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }
                    return new AdmissionOutcome.Passed();
                };
        listener.close();
        listener =
                listen(
                        8,
                        Duration.ofSeconds(30),
                        new AdmissionPipeline(
                                Map.of("/stamp", noisyIsSlow), new ReviewMetrics(bench.metrics)));
        String text = new String(review(), StandardCharsets.UTF_8);
        byte[] noisy = text.replace("\"shop\"", "\"noisy\"").getBytes(StandardCharsets.UTF_8);
        // One HTTP/2 connection has fewer streams than this flood has requests
        try (HttpClient client =
                HttpClient.newBuilder()
                        .sslContext(trust)
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            List<CompletableFuture<HttpResponse<String>>> flood = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                flood.add(
                        client.sendAsync(
                                request("POST", "/stamp", "application/json", noisy),
                                BodyHandlers.ofString()));
            }
            entered.await();

            List<Integer> quiet = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                quiet.add(
                        client.send(
                                        request("POST", "/stamp", "application/json", review()),
                                        BodyHandlers.ofString())
                                .statusCode());
            }
            released.countDown();

            assertThat(quiet).containsOnly(200);
            // Four of eight places, one part more being kept free for a newcomer; and four wait.
            assertThat(flood.stream().map(answer -> answer.join().statusCode()))
                    .contains(200, 429)
                    .containsOnly(200, 429);
            assertThat(flood.stream().map(CompletableFuture::join))
                    .filteredOn(answer -> answer.statusCode() == 429)
                    .allSatisfy(answer ->
                            assertThat(answer.body())
                                    .contains(
                                            "\"too much of this namespace is under review; try again"
                                                    + " (namespace_budget)\""));
            assertThat(bench.metrics.scrape())
                    .containsPattern(
                            "requests_rejected_total\\{reason=\"namespace_budget\"\\} [1-9]");
        }
    }

    /** Reviews wait for a thread to run on; a place that is lost there is lost for good. */
    @Test
    @Timeout(60)
    void aReviewGivenUpBeforeItBeganGivesItsPlaceBack() throws Exception {
        // Given reviews that keep every carrier of virtual threads busy
        int carriers = Runtime.getRuntime().availableProcessors();
        var busy = new CountDownLatch(carriers);
        var spinning = new AtomicBoolean(true);
        AdmissionReviewer spinner =
                request -> {
                    busy.countDown();
                    while (spinning.get()) {
                        Thread.onSpinWait();
                    }
                    return new AdmissionOutcome.Passed();
                };
        listener.close();
        ServiceMetrics metrics = ServiceMetrics.create("webhook");
        listener =
                AdmissionListener.start(
                        new ListenerSettings(
                                "127.0.0.1", 0, 64, 64, 64, 16L << 20, Duration.ofMillis(500)),
                        KeyManagers.of(leaf),
                        new AdmissionPipeline(
                                Map.of("/stamp", spinner), new ReviewMetrics(metrics)),
                        metrics);
        try (HttpClient client = HttpClient.newBuilder().sslContext(trust).build()) {
            var spinners = new ArrayList<CompletableFuture<HttpResponse<String>>>();
            for (int i = 0; i < carriers; i++) {
                spinners.add(
                        client.sendAsync(
                                request("POST", "/stamp", "application/json", review()),
                                BodyHandlers.ofString()));
            }
            busy.await();

            // When one more has to be given up before a thread was free for it
            HttpResponse<String> answer =
                    client.send(
                            request("POST", "/stamp", "application/json", review()),
                            BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(504);
            spinning.set(false);

            // Then in the end every place is free again
            spinners.forEach(CompletableFuture::join);
            while (!metrics.scrape().contains("reviews_in_flight 0.0")) {
                Thread.sleep(20);
            }
        }
    }

    @Test
    void aDrainFinishesTheReviewInHand() throws Exception {
        listenSlowly(64, Duration.ofSeconds(20));
        try (HttpClient client = HttpClient.newBuilder().sslContext(trust).build()) {
            var inHand =
                    client.sendAsync(
                            request("POST", "/stamp", "application/json", review()),
                            BodyHandlers.ofString());
            entered.await();
            CompletableFuture<Void> drain =
                    CompletableFuture.runAsync(() -> {
                        try {
                            listener.drain(Duration.ofSeconds(10));
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    });
            released.countDown();

            assertThat(inHand.join().statusCode()).isEqualTo(200);
            drain.join();
        }
    }
}
