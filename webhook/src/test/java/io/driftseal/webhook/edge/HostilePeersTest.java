package io.driftseal.webhook.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Peers that want harm, over loopback. Each is shown out, is counted under its reason and leaves
 * nothing behind; and whoever comes beside it with a review is answered.
 */
@Timeout(120)
@SuppressWarnings("NullAway.Init") // each test makes its own listener
final class HostilePeersTest {
    private static final long SEED = Long.getLong("driftseal.seed", 20261126L);

    private BesiegedListener listener;

    @AfterEach
    void close() throws Exception {
        listener.close();
    }

    @ParameterizedTest
    @EnumSource
    void aPeerWithoutARequestIsShownOut(Silence silence) throws Exception {
        listener = new BesiegedListener(Duration.ofSeconds(3), Duration.ofSeconds(20));
        List<SSLSocket> silent = new ArrayList<>();
        for (int i = 0; i < BesiegedListener.ROOM / 2; i++) {
            silent.add(listener.connect("http/1.1"));
            silence.begin(silent.getLast());
        }

        BesiegedListener.await(
                "those who ask for nothing to be shown out",
                () -> {
                    for (SSLSocket socket : silent) {
                        silence.keepUp(socket);
                    }
                    listener.assertQuietIsAnswered();
                    return listener.ended("silent") >= silent.size();
                });

        for (SSLSocket socket : silent) {
            assertThat(BesiegedListener.isOver(socket)).isTrue();
        }
    }

    /** What such a peer does in the meantime. */
    enum Silence {
        NOTHING {
            @Override
            void begin(SSLSocket socket) {}

            @Override
            void keepUp(SSLSocket socket) {}
        },
        /** A head that never ends: the connection is never idle. */
        A_HEADER_AT_A_TIME {
            @Override
            void begin(SSLSocket socket) {
                BesiegedListener.send(socket, BesiegedListener.HEAD);
            }

            @Override
            void keepUp(SSLSocket socket) {
                BesiegedListener.send(socket, "x: y\r\n");
            }
        };

        abstract void begin(SSLSocket socket);

        abstract void keepUp(SSLSocket socket);
    }

    @Test
    void whoAsksFromTimeToTimeStays() throws Exception {
        listener = new BesiegedListener(Duration.ofSeconds(2), Duration.ofSeconds(20));
        SSLSocket socket = listener.connect("http/1.1");
        String request = request(BesiegedListener.REVIEW);
        byte[] answer = new byte[8192];

        for (int i = 0; i < 10; i++) {
            BesiegedListener.send(socket, request);
            int length = socket.getInputStream().read(answer);
            assertThat(new String(answer, 0, Math.max(0, length), StandardCharsets.UTF_8))
                    .as("answer %s", i)
                    .startsWith("HTTP/1.1 200");
            Thread.sleep(600); // well below the bound, and thrice the bound in all
        }
    }

    @Test
    void whereThereIsNoRoomWhoeverAskedLongestAgoGivesWay() throws Exception {
        listener = new BesiegedListener(Duration.ofMinutes(3), Duration.ofSeconds(20));
        for (int i = 0; i < 3 * BesiegedListener.ROOM; i++) {
            listener.assertQuietIsAnswered();
            if (i % 2 == 0) {
                listener.connect("http/1.1");
            } else {
                listener.http2();
            }
        }

        listener.assertQuietIsAnswered();
        assertThat(listener.metric("driftseal_webhook_connections "))
                .isLessThanOrEqualTo(BesiegedListener.ROOM);
        assertThat(listener.ended("crowded_out")).isGreaterThanOrEqualTo(2 * BesiegedListener.ROOM);
    }

    @Test
    void aPeerThatNeverReadsIsAnsweredNoFurtherAndShownOut() throws Exception {
        listener = new BesiegedListener(Duration.ofSeconds(5), Duration.ofSeconds(60));
        SSLSocket socket = listener.connect("http/1.1");

        // More than the kernel takes of answers, in fewer requests than may follow one another
        BesiegedListener.send(
                socket, request(BesiegedListener.REVIEW.replace("shop", "large")).repeat(100));

        BesiegedListener.await("it to be shown out", () -> listener.ended("silent") == 1);
        assertThat(
                        listener.metric(
                                "admission_seconds_count{operation=\"CREATE\",outcome=\"admitted\""
                                        + ",path=\"/stamp\"}"))
                .as("answers of 200 KB that were kept for it")
                .isBetween(1.0, 60.0);
        listener.assertQuietIsAnswered();
        BesiegedListener.await(
                "its reviews to be over", () -> listener.metric("reviews_in_flight ") == 0);
    }

    @Test
    void moreRequestsInARowThanAnybodyWaitsForEndTheirConnection() throws Exception {
        listener = new BesiegedListener(Duration.ofMinutes(3), Duration.ofSeconds(20));
        SSLSocket socket = listener.connect("http/1.1");

        BesiegedListener.send(socket, request(BesiegedListener.REVIEW).repeat(5_000));

        BesiegedListener.await("it to be shown out", () -> listener.ended("protocol") == 1);
        listener.assertQuietIsAnswered();
        assertThat(BesiegedListener.isOver(socket)).isTrue();
    }

    private static String request(String review) {
        return BesiegedListener.HEAD + "Content-Length: " + review.length() + "\r\n\r\n" + review;
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoHandshakeIsCounted(NoHandshake kind) throws Exception {
        listener = new BesiegedListener(Duration.ofMinutes(3), Duration.ofSeconds(20));
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < BesiegedListener.ROOM; i++) {
            var socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
            listener.kept(socket);
            sockets.add(socket);
            try {
                socket.getOutputStream().write(kind.bytes(new Random(SEED + i)));
            } catch (IOException e) {
                // It has hung up already.
            }
        }
        listener.assertQuietIsAnswered();

        BesiegedListener.await(
                "all to be counted as " + kind.reason,
                () ->
                        listener.metric("handshakes_failed_total{reason=\"" + kind.reason + "\"}")
                                >= sockets.size());
        for (Socket socket : sockets) {
            assertThat(BesiegedListener.isOver(socket)).isTrue();
        }
        listener.assertQuietIsAnswered();
    }

    /** What comes where a handshake should. */
    enum NoHandshake {
        PLAIN_HTTP("not_tls") {
            @Override
            byte[] bytes(Random random) {
                return (BesiegedListener.HEAD + "\r\n").getBytes(StandardCharsets.UTF_8);
            }
        },
        PLAIN_HTTP_2("not_tls") {
            @Override
            byte[] bytes(Random random) {
                return "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.UTF_8);
            }
        },
        GARBAGE("not_tls") {
            @Override
            byte[] bytes(Random random) {
                var bytes = new byte[4096];
                random.nextBytes(bytes);
                bytes[0] = (byte) 0x80;
                bytes[2] = 0x7F;
                return bytes;
            }
        },
        /** The head of a record that says it holds a hello, and rubbish. */
        GARBAGE_IN_A_RECORD("refused") {
            @Override
            byte[] bytes(Random random) {
                var bytes = new byte[5 + 512];
                random.nextBytes(bytes);
                bytes[0] = 22;
                bytes[1] = 3;
                bytes[2] = 1;
                bytes[3] = 2;
                bytes[4] = 0;
                return bytes;
            }
        },
        HALF_OPEN("timeout") {
            @Override
            byte[] bytes(Random random) {
                return new byte[] {22, 3, 1, 2, 0, 1};
            }
        };

        private final String reason;

        NoHandshake(String reason) {
            this.reason = reason;
        }

        abstract byte[] bytes(Random random);
    }

    @Test
    void headersBeyondTheBoundAreAnsweredAndCounted() throws Exception {
        listener = new BesiegedListener(Duration.ofMinutes(3), Duration.ofSeconds(20));
        SSLSocket socket = listener.connect("http/1.1");

        BesiegedListener.send(
                socket,
                BesiegedListener.HEAD
                        + "x: "
                        + "y".repeat(EdgeProtocol.MAXIMUM_HEADER_BYTES)
                        + "\r\n\r\n");

        assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                .isEqualTo("HTTP/1.1 431");
        assertThat(listener.metric("requests_rejected_total{reason=\"invalid_http\"}"))
                .isEqualTo(1);
        listener.assertQuietIsAnswered();
    }
}
