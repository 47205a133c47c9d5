package io.driftseal.testsupport.receiver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The HTTP side shared by the receivers: one path, bounded bodies, the scripted outage. */
final class LocalEndpoint implements AutoCloseable {

    /**
     * Twice the larger real limit (PagerDuty's 512 KB), so that a breach is seen and not cut off.
     */
    static final int MAXIMUM_BODY_BYTES = 1024 * 1024;

    /** A POST as it arrived. */
    record Request(String path, String contentType, String body, int bytes) {}

    /** What goes back. */
    record Answer(int status, String contentType, String body, OptionalLong retryAfterSeconds) {
        static Answer text(int status, String body) {
            return new Answer(status, "text/html", body, OptionalLong.empty());
        }

        static Answer json(int status, String body) {
            return new Answer(status, "application/json", body, OptionalLong.empty());
        }

        Answer retryAfter(long seconds) {
            return new Answer(status, contentType, body, OptionalLong.of(seconds));
        }
    }

    /** The service itself: given a request outside an outage, and error bodies during one. */
    interface Service {
        Answer handle(Request request);

        Answer failure(int status);
    }

    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Outage outage = Outage.none();
    private final AtomicInteger requests = new AtomicInteger();
    private final Service service;

    LocalEndpoint(InetSocketAddress address, Service service) {
        this.service = service;
        try {
            this.server = HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "Cannot listen on " + address + ": choose another port or stop its owner", e);
        }
        server.setExecutor(executor);
        server.createContext("/", this::exchange);
        server.start();
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    void outage(Outage next) {
        outage = next;
    }

    /** Every request seen, also those of an outage. */
    int requests() {
        return requests.get();
    }

    private void exchange(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(MAXIMUM_BODY_BYTES);
            Outage now = outage;
            if (now instanceof Outage.Dropped) {
                return;
            }
            respond(exchange, answer(exchange, body, now));
        }
    }

    private Answer answer(HttpExchange exchange, byte[] body, Outage now) {
        if (now instanceof Outage.Answering answering) {
            Answer failure = service.failure(answering.status());
            return answering.retryAfterSeconds().isPresent()
                    ? failure.retryAfter(answering.retryAfterSeconds().getAsLong())
                    : failure;
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            return service.failure(405);
        }
        String contentType = exchange.getRequestHeaders().getFirst("Content-Type");
        Answer answer =
                service.handle(
                        new Request(
                                exchange.getRequestURI().getPath(),
                                contentType == null ? "" : contentType,
                                new String(body, StandardCharsets.UTF_8),
                                body.length));
        if (now instanceof Outage.Slow slow) {
            pause(slow.delay());
        }
        return answer;
    }

    private static void pause(Duration delay) {
        try {
            Thread.sleep(delay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void respond(HttpExchange exchange, Answer answer) throws IOException {
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        answer.retryAfterSeconds()
                .ifPresent(seconds ->
                        exchange.getResponseHeaders().set("Retry-After", Long.toString(seconds)));
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
