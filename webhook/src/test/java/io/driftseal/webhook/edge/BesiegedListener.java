package io.driftseal.webhook.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.service.metrics.ServiceMetrics;
import io.driftseal.service.mutualtls.KeyManagers;
import io.driftseal.webhook.review.AdmissionOutcome;
import io.driftseal.webhook.review.AdmissionPipeline;
import io.driftseal.webhook.review.AdmissionRequest;
import io.driftseal.webhook.review.Notes;
import io.driftseal.webhook.review.ReviewMetrics;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A listener with little room, peers that want harm, and a quiet one beside them. */
final class BesiegedListener implements Closeable {
    static final int ROOM = 24;
    static final int STREAMS = 2 * 64;
    static final String REVIEW =
            """
            {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"1",\
            "resource":{"group":"","version":"v1","resource":"pods"},"namespace":"shop",\
            "operation":"CREATE","userInfo":{"username":"jane","groups":[]}}}\
            """;
    static final String HEAD =
            "POST /stamp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ServiceMetrics metrics = ServiceMetrics.create("webhook");
    private final List<Closeable> peers = new ArrayList<>();
    private final SSLContext trust;
    private final HttpClient quiet;
    private final AdmissionListener listener;

    BesiegedListener(Duration withoutRequest, Duration deadline) throws Exception {
        LocalhostIdentity identity = LocalhostIdentity.create();
        trust = identity.trust();
        quiet = HttpClient.newBuilder().sslContext(trust).build();
        listener =
                AdmissionListener.start(
                        new ListenerSettings("127.0.0.1", 0, 64, 32, 64, 16L << 20, deadline),
                        new Connections.Bounds(ROOM, withoutRequest, Duration.ofSeconds(2), 200),
                        KeyManagers.of(identity.leaf()),
                        new AdmissionPipeline(
                                Map.of("/stamp", BesiegedListener::review),
                                new ReviewMetrics(metrics)),
                        metrics);
    }

    /** Answers for this namespace are large. */
    static final String LARGE = "large";

    private static AdmissionOutcome review(AdmissionRequest request) {
        return request.namespace().equals(LARGE)
                ? new AdmissionOutcome.Admitted(Notes.audited(Map.of("note", "x".repeat(200_000))))
                : new AdmissionOutcome.Passed();
    }

    int port() {
        return listener.port();
    }

    RawHttp2 http2() throws IOException {
        return kept(RawHttp2.connect(trust, port()));
    }

    SSLSocket connect(String protocol) throws IOException {
        return kept(RawHttp2.socket(trust, port(), protocol));
    }

    <T extends Closeable> T kept(T peer) {
        peers.add(peer);
        return peer;
    }

    @Override
    public void close() throws IOException {
        quiet.close();
        for (Closeable peer : peers) {
            peer.close();
        }
        listener.close();
    }

    /** On its connection of before, and on a new one. */
    void assertQuietIsAnswered() throws Exception {
        HttpRequest review =
                HttpRequest.newBuilder(URI.create("https://localhost:" + port() + "/stamp"))
                        .header("Content-Type", "application/json")
                        .timeout(Duration.ofSeconds(20))
                        .POST(BodyPublishers.ofString(REVIEW))
                        .build();
        assertThat(quiet.send(review, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        try (HttpClient other =
                HttpClient.newBuilder()
                        .sslContext(trust)
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            assertThat(other.send(review, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        }
    }

    static void send(Socket socket, String text) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            // It was shown out.
        }
    }

    static boolean isOver(Socket socket) {
        try {
            socket.setSoTimeout(20_000);
            while (socket.getInputStream().read() >= 0) {
                // what was still on its way
            }
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    double ended(String reason) {
        return metric("connections_ended_total{reason=\"" + reason + "\"}");
    }

    double metric(String name) {
        Matcher line =
                Pattern.compile(Pattern.quote(name) + " ?([0-9.E]+)").matcher(metrics.scrape());
        return line.find() ? Double.parseDouble(line.group(1)) : -1;
    }

    static void await(String what, Condition condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("time to wait for %s", what).isLessThan(end);
            Thread.sleep(50);
        }
    }

    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }
}
