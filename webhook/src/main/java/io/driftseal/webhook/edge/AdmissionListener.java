package io.driftseal.webhook.edge;

import io.driftseal.service.metrics.ServiceMetrics;
import io.driftseal.webhook.review.AdmissionPipeline;
import io.driftseal.webhook.review.Rejection;
import io.driftseal.webhook.review.ReviewAnswer;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The HTTPS listener that the API server calls. TLS 1.3, HTTP/1.1 and HTTP/2, one event loop per
 * core. A connection belongs to one of them for its life, and an API server may come with a single
 * one: so a loop does TLS and framing only, and every review runs on a virtual thread of its own,
 * on whichever core is free. Order of checks: path, method, content type, size, then the bytes go
 * to the pipeline.
 */
public final class AdmissionListener implements AutoCloseable {
    private static final Duration START_DEADLINE = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
    private final ReviewExchange.Parts parts;

    private AdmissionListener(Vertx vertx, ReviewExchange.Parts parts) {
        this.vertx = vertx;
        this.parts = parts;
    }

    /**
     * Binds and serves.
     *
     * @throws IOException if the address cannot be bound
     */
    public static AdmissionListener start(
            ListenerSettings settings,
            X509ExtendedKeyManager keyManager,
            AdmissionPipeline pipeline,
            ServiceMetrics metrics)
            throws IOException, InterruptedException {
        return start(settings, Connections.Bounds.DEFAULT, keyManager, pipeline, metrics);
    }

    /** As above, with bounds of connections that a test can wait for. */
    static AdmissionListener start(
            ListenerSettings settings,
            Connections.Bounds bounds,
            X509ExtendedKeyManager keyManager,
            AdmissionPipeline pipeline,
            ServiceMetrics metrics)
            throws IOException, InterruptedException {
        int loops = Runtime.getRuntime().availableProcessors();
        Vertx vertx =
                Vertx.vertx(
                        new VertxOptions()
                                .setEventLoopPoolSize(loops)
                                .setFileSystemOptions(
                                        new FileSystemOptions()
                                                .setFileCachingEnabled(false)
                                                .setClassPathResolvingEnabled(false)));
        var parts =
                new ReviewExchange.Parts(
                        vertx,
                        settings,
                        pipeline,
                        new Admittance(settings.bounds()),
                        new Connections(bounds, metrics),
                        Executors.newVirtualThreadPerTaskExecutor(),
                        new AtomicBoolean());
        var listener = new AdmissionListener(vertx, parts);
        HttpServerOptions options = EdgeProtocol.options(settings, bounds, keyManager);
        try {
            await(
                    vertx.deployVerticle(
                            () -> listener.new Loop(options, address(settings)),
                            new DeploymentOptions().setInstances(loops)),
                    START_DEADLINE);
        } catch (IOException e) {
            listener.close();
            throw e;
        }
        vertx.setPeriodic(
                Math.max(1, bounds.sweep().toMillis()), id -> parts.connections().sweep());
        metrics.gauge("reviews.in.flight", parts.admittance()::reviewsInHand);
        metrics.gauge("reviews.waiting", parts.admittance()::waiting);
        metrics.gauge("reviews.namespaces", parts.admittance()::namespacesInHand);
        metrics.gauge("reviews.buffered.bytes", parts.admittance()::bytesInHand);
        return listener;
    }

    /** The bound port. */
    public int port() {
        return servers.getFirst().actualPort();
    }

    /** From now on every HTTP/1 client is told to come back on another connection. */
    public void leave() {
        parts.leaving().set(true);
    }

    /** Takes no new connection and no new request, and waits for the reviews in hand. */
    public void drain(Duration atMost) throws InterruptedException {
        List<Future<Void>> stopping =
                servers.stream().map(server -> server.shutdown(atMost)).toList();
        try {
            await(Future.all(stopping), atMost.plusSeconds(1));
        } catch (IOException e) {
            throw new IllegalStateException("the listener did not drain", e);
        }
    }

    @Override
    public void close() {
        try {
            // First, so that no request arrives for which there is no thread.
            await(vertx.close(), Duration.ofSeconds(5));
        } catch (IOException e) {
            // Nothing is served any more; what is left ends with the process.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            parts.workers().shutdown();
        }
    }

    /** Several listeners share a free port only if it is asked for as a shared one. */
    private static SocketAddress address(ListenerSettings settings) {
        return settings.port() == 0
                ? SocketAddress.sharedRandomPort(1, settings.host())
                : SocketAddress.inetSocketAddress(settings.port(), settings.host());
    }

    private void serve(HttpServerRequest request) {
        parts.connections().asked(request.connection());
        if (!parts.pipeline().paths().contains(request.path())) {
            refuse(request, 404, Rejection.PATH, "no such path");
        } else if (!request.method().equals(HttpMethod.POST)) {
            refuse(request, 405, Rejection.METHOD, "use POST");
        } else if (!isJson(request)) {
            refuse(request, 415, Rejection.CONTENT_TYPE, "send Content-Type application/json");
        } else if (ReviewExchange.declaredLength(request) > ListenerSettings.MAXIMUM_BODY_BYTES) {
            refuse(request, 413, Rejection.TOO_LARGE, "the body is larger than the webhook takes");
        } else {
            ReviewExchange.begin(request, parts, vertx.getOrCreateContext());
        }
    }

    private void refuse(HttpServerRequest request, int status, Rejection reason, String message) {
        parts.pipeline().metrics().rejected(reason);
        ReviewExchange.refuse(request, ReviewAnswer.rejection(status, reason, message));
    }

    /** What is no HTTP/1 request: a head too long, a line that is none. */
    private void invalid(HttpServerRequest request) {
        parts.pipeline().metrics().rejected(Rejection.INVALID_HTTP);
        HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER.handle(request);
    }

    private static boolean isJson(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null
                && type.split(";", 2)[0]
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .equals("application/json");
    }

    private static void await(Future<?> future, Duration atMost)
            throws IOException, InterruptedException {
        try {
            future.toCompletionStage()
                    .toCompletableFuture()
                    .get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("the admission listener failed: " + e.getMessage(), e);
        } catch (TimeoutException e) {
            throw new IOException("the admission listener did not answer in time", e);
        }
    }

    /** One event loop's share of the listener. */
    private final class Loop extends VerticleBase {
        private final HttpServerOptions options;
        private final SocketAddress address;

        Loop(HttpServerOptions options, SocketAddress address) {
            this.options = options;
            this.address = address;
        }

        @Override
        public Future<?> start() {
            HttpServer server =
                    vertx.createHttpServer(options)
                            .connectionHandler(parts.connections()::opened)
                            .exceptionHandler(parts.connections()::handshakeFailed)
                            .invalidRequestHandler(AdmissionListener.this::invalid)
                            .requestHandler(AdmissionListener.this::serve);
            return server.listen(address).onSuccess(servers::add);
        }
    }
}
