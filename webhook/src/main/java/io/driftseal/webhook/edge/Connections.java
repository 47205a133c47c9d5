package io.driftseal.webhook.edge;

import io.driftseal.service.metrics.ServiceMetrics;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Who is connected, and who is shown out. A peer that connects and asks for nothing, dribbles its
 * heads, floods the protocol's own frames or does not read what it asked for holds a connection and
 * nothing else: there is room for so many, the one that asked for something longest ago gives way
 * to the next, and whoever asks is not kept waiting by those who do not.
 */
final class Connections {

    private static final Duration FRAMES_WINDOW = Duration.ofSeconds(10);

    private final Bounds bounds;
    private final ServiceMetrics metrics;

    /** The one that asked longest ago is the first. */
    private final Map<HttpConnection, Peer> open = new LinkedHashMap<>();

    Connections(Bounds bounds, ServiceMetrics metrics) {
        this.bounds = bounds;
        this.metrics = metrics;
        metrics.gauge("connections", this::count);
        for (End end : End.values()) {
            metrics.counter("connections.ended", "reason", end.word());
        }
        for (String reason : List.of("not_tls", "timeout", "refused")) {
            metrics.counter("handshakes.failed", "reason", reason);
        }
    }

    /**
     * @param maximum connections whose handshake is done
     * @param withoutRequest how long a connection may ask for nothing, whatever bytes it sends
     * @param handshake from the first byte to its end
     * @param frames PINGs and SETTINGS of a connection within ten seconds
     */
    record Bounds(int maximum, Duration withoutRequest, Duration handshake, int frames) {

        /**
         * Go's client lets go of an idle connection after 90 s: it must be the one to close. It
         * sends a PING every 30 s, and SETTINGS once.
         */
        static final Bounds DEFAULT =
                new Bounds(1024, Duration.ofSeconds(180), Duration.ofSeconds(10), 200);

        Duration sweep() {
            return Duration.ofMillis(withoutRequest.toMillis() / 10);
        }
    }

    /** Why we end a connection. */
    enum End {
        /** Nothing was asked for, however many bytes came. */
        SILENT,
        /** There was no room for another, and this one asked longest ago. */
        CROWDED_OUT,
        /** More PINGs, SETTINGS or streams taken back than anybody needs. */
        FLOOD,
        /** What it sent is not HTTP, or more of it than the protocol's bounds allow. */
        PROTOCOL;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Its handshake is done. */
    void opened(HttpConnection connection) {
        connection.closeHandler(nothing -> closed(connection));
        connection.exceptionHandler(failure -> failed(connection, failure));
        if (connection.protocolVersion() == HttpVersion.HTTP_2) {
            connection.pingHandler(ping -> frame(connection));
            connection.remoteSettingsHandler(settings -> frame(connection));
        }
        HttpConnection leaves = null;
        synchronized (this) {
            if (open.size() >= bounds.maximum()) {
                leaves = open.keySet().iterator().next();
                open.remove(leaves);
            }
            open.put(connection, new Peer());
        }
        if (leaves != null) {
            end(leaves, End.CROWDED_OUT);
        }
    }

    /** The head of a request has come. */
    synchronized void asked(HttpConnection connection) {
        Peer peer = open.remove(connection);
        if (peer != null) {
            peer.askedNanos = System.nanoTime();
            open.put(connection, peer);
        }
    }

    /** Shows out whoever has asked for nothing for too long. */
    void sweep() {
        List<HttpConnection> silent = new ArrayList<>();
        long now = System.nanoTime();
        synchronized (this) {
            Iterator<Map.Entry<HttpConnection, Peer>> peers = open.entrySet().iterator();
            while (peers.hasNext()) {
                Map.Entry<HttpConnection, Peer> each = peers.next();
                if (now - each.getValue().askedNanos < bounds.withoutRequest().toNanos()) {
                    break; // and nobody behind it has been silent for longer
                }
                silent.add(each.getKey());
                peers.remove();
            }
        }
        silent.forEach(connection -> end(connection, End.SILENT));
    }

    /** It never became a connection. */
    void handshakeFailed(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !name(cause).contains("Ssl")) {
            cause = cause.getCause();
        }
        String reason =
                switch (name(cause)) {
                    case "NotSslRecordException" -> "not_tls";
                    case "SslHandshakeTimeoutException" -> "timeout";
                    default -> "refused";
                };
        metrics.counter("handshakes.failed", "reason", reason).increment();
    }

    synchronized int count() {
        return open.size();
    }

    private void frame(HttpConnection connection) {
        boolean tooMany;
        synchronized (this) {
            Peer peer = open.get(connection);
            tooMany = peer != null && peer.frame() > bounds.frames();
        }
        if (tooMany && forget(connection)) {
            end(connection, End.FLOOD);
        }
    }

    /** A stream was taken back, or its connection is gone. */
    synchronized void takenBack(HttpConnection connection) {
        Peer peer = open.get(connection);
        if (peer != null) {
            peer.takenBack = peer.quiet() ? 1 : peer.takenBack + 1;
        }
    }

    /** By the peer, or by Vert.x, which says of too many resets nothing but that it is over. */
    private void closed(HttpConnection connection) {
        Peer peer;
        synchronized (this) {
            peer = open.remove(connection);
        }
        if (peer != null && peer.takenBack >= EdgeProtocol.MAXIMUM_RESETS / 2) {
            metrics.counter("connections.ended", "reason", End.FLOOD.word()).increment();
        }
    }

    /**
     * A peer that hangs up is no failure of the protocol. What Netty refuses of HTTP/2 it ends
     * itself; more requests in a row than anybody waits for come as an illegal state, each of them.
     */
    private void failed(HttpConnection connection, Throwable failure) {
        String name = name(failure);
        boolean ours =
                name.startsWith("Http2Exception")
                        || name.contains("Decoder")
                        || failure instanceof IllegalStateException;
        if (ours && forget(connection)) {
            end(connection, End.PROTOCOL);
        }
    }

    private synchronized boolean forget(HttpConnection connection) {
        return open.remove(connection) != null;
    }

    private void end(HttpConnection connection, End why) {
        metrics.counter("connections.ended", "reason", why.word()).increment();
        connection.close();
    }

    private static String name(Throwable failure) {
        return failure.getClass().getSimpleName();
    }

    private static final class Peer {
        private long askedNanos = System.nanoTime();
        private long windowNanos = System.nanoTime();
        private int frames;
        private int takenBack;
        private long takenBackNanos = System.nanoTime();

        /** Nothing was taken back for a while, so counting begins anew. */
        boolean quiet() {
            long before = takenBackNanos;
            takenBackNanos = System.nanoTime();
            return takenBackNanos - before > FRAMES_WINDOW.toNanos();
        }

        int frame() {
            long now = System.nanoTime();
            if (now - windowNanos > FRAMES_WINDOW.toNanos()) {
                windowNanos = now;
                frames = 0;
            }
            return ++frames;
        }
    }
}
