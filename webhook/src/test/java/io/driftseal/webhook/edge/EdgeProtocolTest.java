package io.driftseal.webhook.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.driftseal.service.certificate.CertificateAuthority;
import io.driftseal.service.certificate.IssuedCertificate;
import io.driftseal.service.metrics.ServiceMetrics;
import io.driftseal.service.mutualtls.KeyManagers;
import io.driftseal.webhook.edge.RawHttp2.Frame;
import io.driftseal.webhook.review.AdmissionOutcome;
import io.driftseal.webhook.review.AdmissionPipeline;
import io.driftseal.webhook.review.ReviewMetrics;
import io.vertx.core.internal.threadchecker.BlockedThreadChecker;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/**
 * What a peer may take of the listener, and that a single connection is enough to use all of it.
 */
@Timeout(60)
final class EdgeProtocolTest {
    private static final int REVIEWS = 8;
    private static final int STREAMS = 64;
    private static final String REVIEW =
            """
            {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"1",\
            "resource":{"group":"","version":"v1","resource":"pods"},"namespace":"shop",\
            "operation":"CREATE","userInfo":{"username":"jane","groups":[]}}}\
            """;

    private final ListAppender<ILoggingEvent> blocked = new ListAppender<>();
    private final CountDownLatch together = new CountDownLatch(REVIEWS);
    private final Set<Boolean> virtual = ConcurrentHashMap.newKeySet();
    private final ListenerSettings settings =
            new ListenerSettings(
                    "127.0.0.1",
                    0,
                    // A single namespace never gets all places.
                    4 * REVIEWS,
                    REVIEWS,
                    REVIEWS,
                    16L << 20,
                    Duration.ofSeconds(30));
    private volatile boolean waitForAll;
    private IssuedCertificate leaf;
    private SSLContext trust;
    private AdmissionListener listener;

    @BeforeEach
    void listen() throws Exception {
        CertificateAuthority authority =
                CertificateAuthority.create(
                        "test-ca", Duration.ofDays(1), InstantSource.system(), new SecureRandom());
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("ca", authority.authority().certificate());
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        trust = SSLContext.getInstance("TLS");
        trust.init(null, factory.getTrustManagers(), null);
        blocked.start();
        checker().addAppender(blocked);
        ServiceMetrics metrics = ServiceMetrics.create("webhook");
        leaf = authority.issue("webhook", List.of("localhost", "127.0.0.1"), Duration.ofDays(1));
        assertThat(EdgeProtocol.maximumStreams(settings)).isEqualTo(STREAMS);
        listener =
                AdmissionListener.start(
                        settings,
                        KeyManagers.of(leaf),
                        new AdmissionPipeline(
                                Map.of("/stamp", request -> review()), new ReviewMetrics(metrics)),
                        metrics);
    }

    private AdmissionOutcome review() {
        virtual.add(Thread.currentThread().isVirtual());
        together.countDown();
        if (waitForAll) {
            try {
                assertThat(together.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return new AdmissionOutcome.Passed();
    }

    /** Vert.x looks after its event loops once a second: nothing of ours may keep one busy. */
    @AfterEach
    void noEventLoopWasBlocked() {
        listener.close();
        checker().detachAppender(blocked);
        assertThat(blocked.list).extracting(ILoggingEvent::getFormattedMessage).isEmpty();
    }

    private static Logger checker() {
        return (Logger) LoggerFactory.getLogger(BlockedThreadChecker.class);
    }

    @Test
    void http2IsChosenWhereThePeerSpeaksBoth() throws Exception {
        try (SSLSocket both = RawHttp2.socket(trust, listener.port(), "http/1.1", "h2");
                SSLSocket old = RawHttp2.socket(trust, listener.port(), "http/1.1")) {
            assertThat(both.getApplicationProtocol()).isEqualTo("h2");
            assertThat(old.getApplicationProtocol()).isEqualTo("http/1.1");
        }
    }

    @Test
    void thePeerIsToldHowManyStreamsItMayHave() throws Exception {
        try (RawHttp2 peer = RawHttp2.connect(trust, listener.port())) {
            Frame settings = peer.await(frame -> frame.type() == RawHttp2.SETTINGS).orElseThrow();

            assertThat(settings.setting(3)).as("concurrent streams").isEqualTo(STREAMS);
        }
    }

    /** All are in their review at once, so it is not the connection's event loop that runs them. */
    @Test
    void theStreamsOfOneConnectionAreReviewedAtTheSameTime() throws Exception {
        waitForAll = true;
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create("https://localhost:" + listener.port() + "/stamp"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(REVIEW))
                        .build();
        try (HttpClient client =
                HttpClient.newBuilder()
                        .sslContext(trust)
                        .version(HttpClient.Version.HTTP_2)
                        .build()) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < REVIEWS; i++) {
                answers.add(client.sendAsync(request, BodyHandlers.ofString()));
            }
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertThat(answer.get().statusCode()).isEqualTo(200);
                assertThat(answer.get().version()).isEqualTo(HttpClient.Version.HTTP_2);
            }
        }
        assertThat(virtual).containsExactly(true);
    }

    @Test
    void aStreamBeyondTheBoundIsRefused() throws Exception {
        try (RawHttp2 peer = RawHttp2.connect(trust, listener.port())) {
            for (int i = 0; i <= STREAMS; i++) {
                peer.openStream(2 * i + 1, "x", "y");
            }
            peer.flush();

            Frame refusal = peer.await(frame -> frame.type() == RawHttp2.RST_STREAM).orElseThrow();

            assertThat(refusal.stream()).isEqualTo(2 * STREAMS + 1);
            assertThat(refusal.errorCode()).isEqualTo(RawHttp2.REFUSED_STREAM);
        }
    }

    @Test
    void headersBeyondTheBoundAreNotRead() throws Exception {
        try (RawHttp2 peer = RawHttp2.connect(trust, listener.port())) {
            peer.openStream(1, "x", "y".repeat(EdgeProtocol.MAXIMUM_HEADER_BYTES + 1));
            peer.flush();

            Optional<Frame> end =
                    peer.await(frame ->
                            frame.type() == RawHttp2.RST_STREAM || frame.type() == RawHttp2.GOAWAY);

            assertThat(end).as("an end of the stream or of the connection").isPresent();
            assertThat(virtual).as("reviews").isEmpty();
        }
    }

    /** CVE-2023-44487. */
    @Test
    void streamsThatAreTakenBackAtOnceEndTheConnection() throws Exception {
        try (RawHttp2 peer = RawHttp2.connect(trust, listener.port())) {
            for (int i = 0; i < EdgeProtocol.MAXIMUM_RESETS + 200; i++) {
                peer.openStream(2 * i + 1, "x", "y");
                peer.reset(2 * i + 1);
            }
            flushed(peer);

            Optional<Frame> end = peer.await(frame -> frame.type() == RawHttp2.GOAWAY);

            end.ifPresent(
                    frame -> assertThat(frame.errorCode()).isEqualTo(RawHttp2.ENHANCE_YOUR_CALM));
            assertThat(peer.await(frame -> frame.type() == RawHttp2.HEADERS)).isEmpty();
        }
    }

    /** False if the listener has hung up. */
    private static boolean flushed(RawHttp2 peer) throws IOException {
        try {
            peer.flush();
            return true;
        } catch (SocketException e) {
            return false;
        }
    }

    /**
     * In two writes the second would wait for the peer's delayed acknowledgement of the first, 40
     * ms at every review, unless TCP_NODELAY is set. Both are seen to.
     */
    @Test
    void headAndBodyComeInOneWriteAndAtOnce() throws Exception {
        byte[] request =
                """
                POST /stamp HTTP/1.1\r
                Host: localhost\r
                Content-Type: application/json\r
                Content-Length: %d\r
                \r
                %s\
                """
                        .formatted(REVIEW.length(), REVIEW)
                        .getBytes(StandardCharsets.UTF_8);
        byte[] answer = new byte[8192];
        try (SSLSocket socket = RawHttp2.socket(trust, listener.port(), "http/1.1")) {
            InputStream in = socket.getInputStream();
            for (int i = 0; i < 5; i++) {
                socket.getOutputStream().write(request);
                // A read ends with the record, and a record is one write.
                String text = new String(answer, 0, in.read(answer), StandardCharsets.UTF_8);
                assertThat(text).startsWith("HTTP/1.1 200 OK").endsWith("}}");
            }
        }
        assertThat(
                        EdgeProtocol.options(
                                        settings, Connections.Bounds.DEFAULT, KeyManagers.of(leaf))
                                .isTcpNoDelay())
                .isTrue();
    }
}
