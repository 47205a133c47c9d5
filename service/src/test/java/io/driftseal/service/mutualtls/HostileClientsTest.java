package io.driftseal.service.mutualtls;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.driftseal.service.certificate.CertificateAuthority;
import io.driftseal.service.certificate.IssuedCertificate;
import io.driftseal.service.certificate.PrivateFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * Clients where a certificate of ours is required and they have none, or somebody else's, or one
 * that is over. None reaches a route, and a peer beside them is served.
 */
@Timeout(120)
final class HostileClientsTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long SEED = Long.getLong("driftseal.seed", 20261126L);

    @TempDir Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final AtomicInteger reached = new AtomicInteger();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private CertificateAuthority ours;
    private MutualTlsServer server;

    @BeforeEach
    void serve() throws Exception {
        now.set(Instant.now().minus(Duration.ofDays(30)));
        ours = CertificateAuthority.create("ours", Duration.ofDays(90), () -> now.get(), RANDOM);
        now.set(Instant.now());
        write("webhook");
        write("drift-scanner");
        server =
                MutualTlsServer.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        MutualTls.load(directory, "drift-scanner"),
                        List.of(
                                new PeerRoute(
                                        "POST",
                                        "/v1/records",
                                        Set.of("webhook"),
                                        request -> {
                                            reached.incrementAndGet();
                                            return PeerReply.json(200, "{}");
                                        })),
                        1024);
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void close() {
        logger().detachAppender(log);
        server.close();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(CurrentTrustManager.class);
    }

    private void write(String name) throws Exception {
        IssuedCertificate leaf = ours.issue(name, List.of(name, "localhost"), Duration.ofDays(1));
        PrivateFiles.write(directory.resolve("ca.pem"), ours.authority().certificatePem());
        PrivateFiles.write(directory.resolve(name + ".pem"), leaf.certificatePem());
        PrivateFiles.write(directory.resolve(name + ".key"), leaf.privateKeyPem());
    }

    /** What a client shows. */
    enum Shown {
        NOTHING,
        ANOTHER_AUTHORITY,
        SELF_SIGNED,
        EXPIRED,
        NOT_YET_VALID,
        /** Of ours, and not of a peer that the route names. */
        ANOTHER_NAME
    }

    @ParameterizedTest
    @EnumSource
    void whoHasNoCertificateOfOursReachesNothing(Shown shown) throws Exception {
        String answer = request(keys(shown));

        assertThat(answer).isIn("", "HTTP/1.1 403 Forbidden");
        assertThat(answer.isEmpty()).isEqualTo(shown != Shown.ANOTHER_NAME);
        assertThat(reached).hasValue(0);
        boolean shownToUs =
                switch (shown) {
                    case NOTHING, ANOTHER_NAME -> false;
                    // A JDK does not even show a certificate that may only sign others.
                    case SELF_SIGNED -> false;
                    case ANOTHER_AUTHORITY, EXPIRED, NOT_YET_VALID -> true;
                };
        assertThat(log.list)
                .extracting(ILoggingEvent::getMessage)
                .hasSize(shownToUs ? 1 : 0)
                .allMatch(
                        message -> message.startsWith("peer certificate is not of our authority"));
        assertServed();
    }

    private KeyManager[] keys(Shown shown) {
        InstantSource clock = () -> now.get();
        return switch (shown) {
            case NOTHING -> new KeyManager[0];
            case ANOTHER_AUTHORITY ->
                    keys(
                            CertificateAuthority.create("ours", Duration.ofDays(1), clock, RANDOM)
                                    .issue("webhook", List.of("webhook"), Duration.ofDays(1)));
            case SELF_SIGNED ->
                    keys(
                            CertificateAuthority.create(
                                            "webhook", Duration.ofDays(1), clock, RANDOM)
                                    .authority());
            case EXPIRED -> keys(issued(Instant.now().minus(Duration.ofDays(7)), "webhook"));
            case NOT_YET_VALID -> keys(issued(Instant.now().plus(Duration.ofDays(7)), "webhook"));
            case ANOTHER_NAME -> keys(issued(Instant.now(), "cli"));
        };
    }

    private IssuedCertificate issued(Instant at, String name) {
        now.set(at);
        return ours.issue(name, List.of(name), Duration.ofDays(1));
    }

    private static KeyManager[] keys(IssuedCertificate certificate) {
        return new KeyManager[] {KeyManagers.of(certificate)};
    }

    /** The first line of the answer; empty if there is none. */
    private String request(KeyManager[] keys) throws Exception {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(
                keys,
                new TrustManager[] {MutualTls.load(directory, "webhook").trustManager()},
                null);
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket("localhost", server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(
                            "POST /v1/records HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"
                                    .getBytes(StandardCharsets.US_ASCII));
            byte[] line = socket.getInputStream().readNBytes(22);
            return new String(line, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return "";
        }
    }

    /** Handshakes that do not end and bytes that are none, more than requests may be at once. */
    @Test
    void whoKnocksWithRubbishKeepsNobodyWaiting() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                sockets.add(socket);
                var bytes = new byte[64];
                new Random(SEED + i).nextBytes(bytes);
                if (i % 2 == 0) {
                    bytes = new byte[] {22, 3, 1, 2, 0, 1};
                }
                socket.getOutputStream().write(bytes);
            }
            assertServed();
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        assertServed();
        assertThat(System.getProperty("sun.net.httpserver.maxReqTime")).isEqualTo("30");
    }

    private void assertServed() throws Exception {
        int before = reached.get();
        try (var webhook =
                new MutualTlsClient(
                        MutualTls.load(directory, "webhook"),
                        URI.create("https://localhost:" + server.port()),
                        "drift-scanner",
                        Duration.ofSeconds(20),
                        64)) {
            assertThat(webhook.post("/v1/records", new byte[2]))
                    .isInstanceOf(PeerAnswer.Answered.class);
        }
        assertThat(reached).hasValue(before + 1);
    }
}
