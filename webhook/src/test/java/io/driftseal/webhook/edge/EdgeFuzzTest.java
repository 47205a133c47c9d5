package io.driftseal.webhook.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.service.metrics.ServiceMetrics;
import io.driftseal.service.mutualtls.KeyManagers;
import io.driftseal.testsupport.fuzz.FuzzCampaign;
import io.driftseal.webhook.review.AdmissionOutcome;
import io.driftseal.webhook.review.AdmissionPipeline;
import io.driftseal.webhook.review.Notes;
import io.driftseal.webhook.review.ReviewMetrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Bytes on the socket of the real listener, before a reviewer that refuses everything: every
 * conversation comes to an end, no answer is a defect's, nobody hears "allowed", and afterwards
 * nothing is left of any of them.
 */
final class EdgeFuzzTest {
    private static final int QUIET_MILLIS = 60;
    private static final int HANG_MILLIS = 25_000;
    private static final int PROBE_EVERY = 500;
    private static final Pattern STATUS = Pattern.compile("^HTTP/\\S+ (\\d{3})", Pattern.MULTILINE);

    /** 501 is for versions of HTTP that nobody speaks. */
    private static final Set<String> EXPECTED =
            Set.of(
                    "100", "200", "400", "404", "405", "413", "414", "415", "417", "429", "431",
                    "501");

    private final ServiceMetrics metrics = ServiceMetrics.create("webhook");
    private final LocalhostIdentity identity;
    private final HostileRequests requests;
    private int answered;
    private AdmissionListener listener;

    EdgeFuzzTest() throws Exception {
        identity = LocalhostIdentity.create();
        requests = new HostileRequests(identity.trust());
    }

    @BeforeEach
    void listen() throws Exception {
        AdmissionOutcome refused = new AdmissionOutcome.Refused("no", Notes.none());
        listener =
                AdmissionListener.start(
                        new ListenerSettings(
                                "127.0.0.1", 0, 64, 64, 64, 16L << 20, Duration.ofSeconds(10)),
                        KeyManagers.of(identity.leaf()),
                        new AdmissionPipeline(
                                Map.of("/stamp", _ -> refused, "/verify", _ -> refused),
                                new ReviewMetrics(metrics)),
                        metrics);
    }

    @AfterEach
    void close() {
        listener.close();
    }

    @Test
    void noConversationHangsBreaksOrIsAllowed() throws Exception {
        FuzzCampaign.of("edge", 400)
                .run(
                        requests::next,
                        (input, tally) -> {
                            tally.count(word(input[0]) + judged(input));
                            if (++answered % PROBE_EVERY == 0) {
                                assertGoodReviewIsAnswered();
                            }
                        });
        assertGoodReviewIsAnswered();
        for (String left :
                Set.of("reviews_in_flight ", "reviews_buffered_bytes ", "connections ")) {
            BesiegedListener.await(left + "to be none", () -> metric(left) == 0);
        }
        assertThat(metric("requests_rejected_total{reason=\"failed\"} ")).isZero();
    }

    private static String word(byte kind) {
        return switch (kind) {
            case HostileRequests.HTTP_1 -> "http/1 ";
            case HostileRequests.HTTP_2 -> "http/2 ";
            default -> "no tls ";
        };
    }

    /** What the peer heard, in a word. */
    private String judged(byte[] input) throws IOException {
        String heard = conversation(input);
        assertThat(heard).doesNotContain("\"allowed\":true");
        Matcher status = STATUS.matcher(heard);
        String first = "";
        while (input[0] == HostileRequests.HTTP_1 && status.find()) {
            assertThat(status.group(1)).isIn(EXPECTED);
            first = first.isEmpty() || first.equals("100") ? status.group(1) : first;
        }
        if (heard.contains("\"allowed\":false")) {
            return "refused";
        }
        return first.isEmpty() ? (heard.isEmpty() ? "silence" : "answer") : first;
    }

    /** All that comes back until the listener has hung up. */
    private String conversation(byte[] input) throws IOException {
        var heard = new ByteArrayOutputStream();
        try (Socket socket = connect(input[0])) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(QUIET_MILLIS);
            try {
                socket.getOutputStream().write(input, 1, input.length - 1);
                if (input[0] == HostileRequests.PLAIN) {
                    socket.shutdownOutput();
                }
                listen(socket, heard, input[0] == HostileRequests.HTTP_2);
            } catch (SocketTimeoutException e) {
                // It waits for more, which a caller could send it for as long as the deadline is.
                socket.setSoTimeout(HANG_MILLIS);
                socket.shutdownOutput();
                listen(socket, heard, false);
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the listener neither answers nor hangs up", e);
        } catch (IOException e) {
            // It has hung up, as it may: what it said before that counts.
        }
        return heard.toString(ISO_8859_1);
    }

    private Socket connect(byte kind) throws IOException {
        return switch (kind) {
            case HostileRequests.HTTP_1 ->
                    RawHttp2.socket(identity.trust(), listener.port(), "http/1.1");
            case HostileRequests.HTTP_2 -> RawHttp2.socket(identity.trust(), listener.port(), "h2");
            default -> new Socket(InetAddress.getLoopbackAddress(), listener.port());
        };
    }

    /** Until the end; of HTTP/2, which has none, until the answer. */
    private static void listen(Socket socket, ByteArrayOutputStream heard, boolean toTheAnswer)
            throws IOException {
        InputStream in = socket.getInputStream();
        byte[] part = new byte[8192];
        for (int length = in.read(part); length >= 0; length = in.read(part)) {
            heard.write(part, 0, length);
            if (toTheAnswer && isAnswered(heard.toByteArray())) {
                return;
            }
        }
    }

    /** Whether among the listener's frames is one after which none of substance comes. */
    private static boolean isAnswered(byte[] frames) {
        ByteBuffer rest = ByteBuffer.wrap(frames);
        while (rest.remaining() >= 9) {
            int lengthAndType = rest.getInt();
            int type = lengthAndType & 0xFF;
            boolean last = (rest.get() & RawHttp2.END_STREAM) != 0;
            rest.getInt();
            if (type == RawHttp2.RST_STREAM
                    || type == RawHttp2.GOAWAY
                    || (last && (type == RawHttp2.DATA || type == RawHttp2.HEADERS))) {
                return true;
            }
            rest.position(Math.min(rest.limit(), rest.position() + (lengthAndType >>> 8)));
        }
        return false;
    }

    private void assertGoodReviewIsAnswered() throws IOException {
        byte[] good =
                ("\u0001POST /stamp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                + "Connection: close\r\nContent-Length: "
                                + BesiegedListener.REVIEW.length()
                                + "\r\n\r\n"
                                + BesiegedListener.REVIEW)
                        .getBytes(UTF_8);
        assertThat(judged(good)).as("after %s conversations", answered).isEqualTo("refused");
    }

    private double metric(String name) {
        Matcher line =
                Pattern.compile("driftseal_webhook_" + Pattern.quote(name) + "([0-9.E]+)")
                        .matcher(metrics.scrape());
        return line.find() ? Double.parseDouble(line.group(1)) : -1;
    }
}
