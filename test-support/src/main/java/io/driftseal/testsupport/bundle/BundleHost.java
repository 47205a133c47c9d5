package io.driftseal.testsupport.bundle;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/**
 * Serves one bundle over HTTP with an ETag, as a web server or object store does, and misbehaves as
 * told.
 */
public final class BundleHost implements AutoCloseable {

    /** Where the bundle is. */
    public static final String PATH = "/bundles/team.tar.gz";

    private final HttpServer server;
    private final String scheme;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile Behaviour behaviour = new Behaviour.Status(404);

    /** A request as it arrived. */
    public record Request(
            String path, Optional<String> ifNoneMatch, Optional<String> authorization) {}

    /** What a request is answered with. */
    public sealed interface Behaviour {

        /** The bundle, or 304 where the request names its ETag. */
        final class Bundle implements Behaviour {
            private final byte[] archive;

            public Bundle(byte[] archive) {
                this.archive = archive.clone();
            }
        }

        /** A status without a body. */
        record Status(int status) implements Behaviour {}

        /** Redirection of the first path to another place. */
        record Redirect(String location, Bundle bundle) implements Behaviour {
            public Redirect(String location, byte[] archive) {
                this(location, new Bundle(archive));
            }
        }

        /** Says that a body comes, and sends none. */
        record Stalled() implements Behaviour {}

        /** A body without end. */
        record Endless() implements Behaviour {}

        /** Less than it said. */
        record Cut() implements Behaviour {}
    }

    private BundleHost(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.setExecutor(executor);
        server.createContext("/", this::exchange);
        server.start();
    }

    /** On a free port of loopback. */
    public static BundleHost start() throws IOException {
        return at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** On an address of this machine. */
    public static BundleHost at(InetSocketAddress address) throws IOException {
        return new BundleHost(HttpServer.create(address, 0), "http");
    }

    /** By TLS, on a free port of loopback. */
    public static BundleHost start(SSLContext context) throws IOException {
        var server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new BundleHost(server, "https");
    }

    public URI url() {
        return URI.create(scheme + "://localhost:" + server.getAddress().getPort() + PATH);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public void serve(byte[] archive) {
        behaviour = new Behaviour.Bundle(archive);
    }

    public void behave(Behaviour next) {
        behaviour = next;
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    private void exchange(HttpExchange exchange) throws IOException {
        var headers = exchange.getRequestHeaders();
        var request =
                new Request(
                        exchange.getRequestURI().getPath(),
                        Optional.ofNullable(headers.getFirst("If-None-Match")),
                        Optional.ofNullable(headers.getFirst("Authorization")));
        requests.add(request);
        try (exchange) {
            switch (behaviour) {
                case Behaviour.Bundle bundle -> serve(exchange, request, bundle.archive);
                case Behaviour.Status status -> exchange.sendResponseHeaders(status.status(), -1);
                case Behaviour.Redirect redirect -> redirect(exchange, request, redirect);
                case Behaviour.Stalled stalled -> {
                    exchange.sendResponseHeaders(200, 100);
                    exchange.getResponseBody().flush();
                    awaitClose();
                }
                case Behaviour.Endless endless -> {
                    exchange.sendResponseHeaders(200, 0);
                    while (closing.getCount() > 0) {
                        exchange.getResponseBody().write(new byte[64 * 1024]);
                    }
                }
                case Behaviour.Cut cut -> {
                    exchange.sendResponseHeaders(200, 100);
                    exchange.getResponseBody().write(new byte[50]);
                }
            }
        }
    }

    private static void redirect(HttpExchange exchange, Request request, Behaviour.Redirect to)
            throws IOException {
        if (request.path().equals(PATH)) {
            exchange.getResponseHeaders().set("Location", to.location());
            exchange.sendResponseHeaders(302, -1);
        } else {
            serve(exchange, request, to.bundle().archive);
        }
    }

    private static void serve(HttpExchange exchange, Request request, byte[] archive)
            throws IOException {
        String etag = "\"" + sha256(archive) + "\"";
        exchange.getResponseHeaders().set("ETag", etag);
        if (request.ifNoneMatch().filter(etag::equals).isPresent()) {
            exchange.sendResponseHeaders(304, -1);
        } else {
            exchange.sendResponseHeaders(200, archive.length == 0 ? -1 : archive.length);
            exchange.getResponseBody().write(archive);
        }
    }

    private void awaitClose() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        executor.shutdownNow();
    }
}
