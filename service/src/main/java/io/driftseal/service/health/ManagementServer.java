package io.driftseal.service.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.driftseal.service.lifecycle.ListenerBounds;
import io.driftseal.service.metrics.ServiceMetrics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/**
 * The plain HTTP listener for kubelet and Prometheus: {@code GET /livez}, {@code GET /readyz} (200
 * or 503 with every check in a JSON body), {@code GET /metrics} and documents of the service. It
 * serves nothing secret and changes nothing, so it has no authentication; the address decides who
 * reaches it.
 */
public final class ManagementServer implements AutoCloseable {
    /** Connections the kernel holds while all are busy; a probe and a scraper need few. */
    private static final int BACKLOG = 64;

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;

    private ManagementServer(HttpServer server) {
        this.server = server;
    }

    /**
     * Binds and serves.
     *
     * @param address port 0 takes a free one, see {@link #port()}
     * @throws IOException if the address cannot be bound
     */
    public static ManagementServer start(
            InetSocketAddress address, Health health, ServiceMetrics metrics) throws IOException {
        return start(address, health, metrics, Map.of());
    }

    /**
     * As {@link #start(InetSocketAddress, Health, ServiceMetrics)}, with documents of the service.
     *
     * @param documents path to a supplier of JSON that must neither block nor be secret
     */
    public static ManagementServer start(
            InetSocketAddress address,
            Health health,
            ServiceMetrics metrics,
            Map<String, Supplier<String>> documents)
            throws IOException {
        ListenerBounds.apply();
        HttpServer server = HttpServer.create(address, BACKLOG);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> send(exchange, new Answer(404, "text/plain", "")));
        serve(server, "/livez", () -> report(health.liveness()));
        serve(server, "/readyz", () -> report(health.readiness()));
        serve(
                server,
                "/metrics",
                () -> new Answer(200, ServiceMetrics.CONTENT_TYPE, metrics.scrape()));
        documents.forEach((path, document) ->
                serve(
                        server,
                        path,
                        () -> new Answer(200, "application/json", document.get() + "\n")));
        server.start();
        return new ManagementServer(server);
    }

    /** The bound port. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void serve(HttpServer server, String path, Supplier<Answer> answer) {
        server.createContext(
                path,
                exchange -> {
                    boolean exact = exchange.getRequestURI().getPath().equals(path);
                    if (!exact) {
                        send(exchange, new Answer(404, "text/plain", ""));
                    } else if (!exchange.getRequestMethod().equals("GET")) {
                        send(exchange, new Answer(405, "text/plain", "use GET\n"));
                    } else {
                        send(exchange, answer.get());
                    }
                });
    }

    private static Answer report(Health.Report report) {
        List<Map<String, String>> checks =
                report.checks().stream().map(ManagementServer::describe).toList();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", report.healthy() ? "ok" : "failing");
        body.put("checks", checks);
        int status = report.healthy() ? 200 : 503;
        return new Answer(status, "application/json", JSON.writeValueAsString(body) + "\n");
    }

    private static Map<String, String> describe(Health.Check check) {
        Map<String, String> description = new LinkedHashMap<>();
        description.put("name", check.name());
        description.put("status", check.failure().isEmpty() ? "ok" : "failing");
        check.failure().ifPresent(reason -> description.put("reason", reason));
        return description;
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        try (exchange) {
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private record Answer(int status, String contentType, String body) {}
}
