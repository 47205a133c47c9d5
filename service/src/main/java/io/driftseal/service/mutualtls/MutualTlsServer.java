package io.driftseal.service.mutualtls;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.driftseal.service.lifecycle.ListenerBounds;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listener on which services serve each other JSON over mutual TLS 1.3. A peer must hold a
 * certificate of the CA and be named by the route (403 otherwise). Bodies over the bound are
 * answered 413, requests over the concurrency bound 503, which peers retry.
 */
public final class MutualTlsServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MutualTlsServer.class);

    /** Known peers only, each with few connections. */
    private static final int BACKLOG = 64;

    /** Requests at once; peers are three services and an operator. */
    private static final int MAXIMUM_CONCURRENT = 32;

    private final HttpsServer server;
    private final List<PeerRoute> routes;
    private final int maximumBodyBytes;
    private final Semaphore permits = new Semaphore(MAXIMUM_CONCURRENT);

    private MutualTlsServer(HttpsServer server, List<PeerRoute> routes, int maximumBodyBytes) {
        this.server = server;
        this.routes = List.copyOf(routes);
        this.maximumBodyBytes = maximumBodyBytes;
    }

    /**
     * Binds and serves.
     *
     * @param address port 0 takes a free one, see {@link #port()}
     * @throws IOException if the address cannot be bound
     */
    public static MutualTlsServer start(
            InetSocketAddress address,
            MutualTls identity,
            List<PeerRoute> routes,
            int maximumBodyBytes)
            throws IOException {
        ListenerBounds.apply();
        HttpsServer listener = HttpsServer.create(address, BACKLOG);
        listener.setHttpsConfigurator(new ClientCertificateRequired(identity.serverContext()));
        listener.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        MutualTlsServer server = new MutualTlsServer(listener, routes, maximumBodyBytes);
        listener.createContext("/", server::serve);
        listener.start();
        return server;
    }

    /** The bound port. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Takes no new connection and waits for the requests in hand. */
    public void drain(Duration atMost) {
        server.stop((int) Math.max(1, atMost.toSeconds()));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            PeerReply reply;
            if (permits.tryAcquire()) {
                try {
                    reply = answer(exchange);
                } finally {
                    permits.release();
                }
            } else {
                reply = PeerReply.error(503, "too_many_requests");
            }
            exchange.getResponseHeaders().set("Content-Type", reply.contentType());
            byte[] body = reply.body();
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private PeerReply answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        List<PeerRoute> onPath = routes.stream().filter(route -> route.matches(path)).toList();
        if (onPath.isEmpty()) {
            return PeerReply.error(404, "not_found");
        }
        Optional<PeerRoute> route =
                onPath.stream()
                        .filter(r -> r.method().equals(exchange.getRequestMethod()))
                        .findFirst();
        if (route.isEmpty()) {
            return PeerReply.error(405, "method_not_allowed");
        }
        Optional<String> peer = peer((HttpsExchange) exchange);
        if (peer.isEmpty() || !route.get().peers().contains(peer.get())) {
            LOG.atWarn()
                    .addKeyValue("peer", peer.orElse(""))
                    .addKeyValue("path", route.get().path())
                    .log("peer is not allowed here");
            return PeerReply.error(403, "peer_not_allowed");
        }
        byte[] body = exchange.getRequestBody().readNBytes(maximumBodyBytes + 1);
        if (body.length > maximumBodyBytes) {
            return PeerReply.error(413, "body_too_large");
        }
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        return handle(
                route.get(), new PeerRequest(peer.get(), route.get().method(), path, query, body));
    }

    private static PeerReply handle(PeerRoute route, PeerRequest request) {
        try {
            return route.handler().handle(request);
        } catch (Exception e) {
            LOG.atError()
                    .addKeyValue("peer", request.peer())
                    .addKeyValue("path", route.path())
                    .setCause(e)
                    .log("peer request failed");
            return PeerReply.error(500, "internal");
        }
    }

    private static Optional<String> peer(HttpsExchange exchange) {
        try {
            return exchange.getSSLSession().getPeerCertificates()[0] instanceof X509Certificate c
                    ? PeerName.of(c)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    private static Map<String, String> query(@Nullable String rawQuery) {
        Map<String, String> query = new LinkedHashMap<>();
        if (rawQuery == null) {
            return query;
        }
        for (String pair : rawQuery.split("&", 64)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            query.put(
                    URLDecoder.decode(name, StandardCharsets.UTF_8),
                    URLDecoder.decode(value, StandardCharsets.UTF_8));
        }
        return query;
    }

    private static final class ClientCertificateRequired extends HttpsConfigurator {
        ClientCertificateRequired(SSLContext context) {
            super(context);
        }

        @Override
        public void configure(HttpsParameters parameters) {
            SSLParameters tls = getSSLContext().getDefaultSSLParameters();
            tls.setProtocols(new String[] {MutualTls.PROTOCOL});
            tls.setNeedClientAuth(true);
            parameters.setSSLParameters(tls);
        }
    }
}
