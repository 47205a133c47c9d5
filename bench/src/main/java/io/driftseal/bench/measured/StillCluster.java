package io.driftseal.bench.measured;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/**
 * As much of an API server as the webhook asks for while nothing changes: one namespace, a watch on
 * which nothing happens, and objects that are put here. What an API server itself costs is no part
 * of what is measured.
 */
public final class StillCluster implements AutoCloseable {
    private static final String NAMESPACE =
            """
            {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop","uid":"1",\
            "resourceVersion":"1","labels":{"driftseal.io/mode":"enforce"}}}\
            """;

    /** What the webhook watches; of all but namespaces there are none. */
    private static final Set<String> COLLECTIONS =
            Set.of(
                    "namespaces",
                    "limitranges",
                    "priorityclasses",
                    "runtimeclasses",
                    "serviceaccounts",
                    "configmaps",
                    "secrets");

    private final HttpsServer server;
    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    private StillCluster(HttpsServer server) {
        this.server = server;
    }

    static StillCluster start(SSLContext identity) throws IOException {
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setHttpsConfigurator(new HttpsConfigurator(identity));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        var cluster = new StillCluster(server);
        server.createContext("/", cluster::serve);
        server.start();
        return cluster;
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** From now on the object is found at its path. */
    public void put(String path, JsonObject object) {
        objects.put(path, JsonWriter.write(object));
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        byte[] object = objects.get(path);
        if (object != null) {
            answer(exchange, 200, object);
        } else if (path.equals("/api/v1/namespaces/shop")) {
            answer(exchange, 200, NAMESPACE.getBytes(StandardCharsets.UTF_8));
        } else if (COLLECTIONS.contains(path.substring(path.lastIndexOf('/') + 1))) {
            if (query.contains("watch=")) {
                watch(exchange);
            } else {
                list(exchange, path.endsWith("/namespaces") ? NAMESPACE : "");
            }
        } else {
            String absent =
                    """
                    {"kind":"Status","apiVersion":"v1","status":"Failure","reason":"NotFound",\
                    "message":"not found","code":404}\
                    """;
            answer(exchange, 404, absent.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void list(HttpExchange exchange, String items) throws IOException {
        String list =
                """
                {"kind":"List","apiVersion":"v1","metadata":{"resourceVersion":"1"},"items":[%s]}\
                """
                        .formatted(items);
        answer(exchange, 200, list.getBytes(StandardCharsets.UTF_8));
    }

    private void watch(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().flush();
        try (exchange) {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}
