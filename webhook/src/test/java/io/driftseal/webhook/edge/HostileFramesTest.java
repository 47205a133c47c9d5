package io.driftseal.webhook.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.webhook.edge.RawHttp2.Frame;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same over HTTP/2: floods of frames, bodies that never end, answers that nobody reads. */
@Timeout(120)
@SuppressWarnings("NullAway.Init") // each test makes its own listener
final class HostileFramesTest {
    private BesiegedListener listener;

    @AfterEach
    void close() throws Exception {
        listener.close();
    }

    @Test
    void bodiesThatNeverEndLeaveNothingOfTheirConnectionBehind() throws Exception {
        listener = new BesiegedListener(Duration.ofMinutes(3), Duration.ofSeconds(2));
        RawHttp2 peer = listener.http2();
        int streams = 64;
        for (int i = 0; i < streams; i++) {
            peer.openStream(2 * i + 1, "x", "y");
            peer.data(2 * i + 1, "{".repeat(1000), false);
        }
        peer.flush();
        listener.assertQuietIsAnswered();

        for (int i = 0; i < streams; i++) {
            assertThat(peer.await(frame -> frame.type() == RawHttp2.HEADERS)).isPresent();
        }

        BesiegedListener.await(
                "the bytes to be given back",
                () -> listener.metric("reviews_buffered_bytes ") == 0);
        assertThat(listener.metric("requests_rejected_total{reason=\"deadline\"}"))
                .isEqualTo(streams);
        // The connection is as good as new: as many streams again, and these are whole.
        for (int i = streams; i < 3 * streams; i++) {
            peer.openStream(2 * i + 1, "x", "y");
            peer.data(2 * i + 1, BesiegedListener.REVIEW, true);
        }
        peer.flush();
        for (int i = streams; i < 3 * streams; i++) {
            Frame answer =
                    peer.await(frame ->
                                    frame.stream() > 2 * streams
                                            && (frame.type() == RawHttp2.HEADERS
                                                    || frame.type() == RawHttp2.RST_STREAM))
                            .orElseThrow();
            assertThat(answer.type()).as("stream %s", answer.stream()).isEqualTo(RawHttp2.HEADERS);
        }
    }

    @Test
    void streamsWhoseAnswersNobodyReadsAreBounded() throws Exception {
        listener = new BesiegedListener(Duration.ofSeconds(3), Duration.ofSeconds(20));
        RawHttp2 peer = listener.http2();
        peer.setting(4, 0); // no byte of a body may come
        for (int i = 0; i < 400; i++) {
            peer.openStream(2 * i + 1, "x", "y");
            peer.data(2 * i + 1, BesiegedListener.REVIEW, true);
        }
        peer.flush();

        Frame refusal = peer.await(frame -> frame.type() == RawHttp2.RST_STREAM).orElseThrow();

        assertThat(refusal.errorCode()).isEqualTo(RawHttp2.REFUSED_STREAM);
        assertThat(refusal.stream()).isEqualTo(2 * BesiegedListener.STREAMS + 1);
        listener.assertQuietIsAnswered();
        BesiegedListener.await("it to be shown out", () -> listener.ended("silent") >= 1);
    }

    @ParameterizedTest
    @EnumSource
    void aFloodOfFramesEndsItsConnection(Flood flood) throws Exception {
        listener = new BesiegedListener(Duration.ofMinutes(3), Duration.ofSeconds(20));
        RawHttp2 peer = listener.http2();

        try {
            flood.send(peer);
        } catch (IOException e) {
            // It has hung up already.
        }

        assertThat(peer.await(frame -> false)).as("the connection's end").isEmpty();
        listener.assertQuietIsAnswered();
        BesiegedListener.await("it to be counted", () -> listener.ended(flood.reason) >= 1);
        BesiegedListener.await(
                "its streams to be over", () -> listener.metric("reviews_in_flight ") == 0);
        assertThat(listener.metric("reviews_buffered_bytes ")).isZero();
    }

    /** More than anybody needs of frames that cost the sender next to nothing. */
    enum Flood {
        PING("flood") {
            @Override
            void send(RawHttp2 peer) throws IOException {
                for (int i = 0; i < 20_000; i++) {
                    peer.frame(RawHttp2.PING, 0, 0, new byte[8]);
                }
                peer.flush();
            }
        },
        SETTINGS("flood") {
            @Override
            void send(RawHttp2 peer) throws IOException {
                for (int i = 0; i < 20_000; i++) {
                    peer.setting(4, 65_535 + i);
                }
                peer.flush();
            }
        },
        CONTINUATION("protocol") {
            @Override
            void send(RawHttp2 peer) throws IOException {
                peer.frame(RawHttp2.HEADERS, 0, 1, new byte[0]);
                for (int i = 0; i < 20_000; i++) {
                    peer.frame(RawHttp2.CONTINUATION, 0, 1, new byte[0]);
                }
                peer.flush();
            }
        },
        RAPID_RESET("flood") {
            @Override
            void send(RawHttp2 peer) throws IOException {
                for (int i = 0; i < 3 * EdgeProtocol.MAXIMUM_RESETS; i++) {
                    peer.openStream(2 * i + 1, "x", "y");
                    peer.reset(2 * i + 1);
                }
                peer.flush();
            }
        },
        EMPTY_DATA("protocol") {
            @Override
            void send(RawHttp2 peer) throws IOException {
                peer.openStream(1, "x", "y");
                for (int i = 0; i < 20_000; i++) {
                    peer.data(1, "", false);
                }
                peer.flush();
            }
        };

        private final String reason;

        Flood(String reason) {
            this.reason = reason;
        }

        abstract void send(RawHttp2 peer) throws IOException;
    }
}
