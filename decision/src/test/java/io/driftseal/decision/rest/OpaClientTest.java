package io.driftseal.decision.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.driftseal.decision.Cause;
import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.document.CanonicalDocument;
import io.driftseal.decision.evaluation.EngineAnswer;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of bad answers, against a server that says exactly what the table says. */
final class OpaClientTest {

    private static final String ANSWER = "{\"result\":{\"admitted\":true}}";
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final CanonicalDocument INPUT =
            CanonicalDocument.of(JsonObject.of("name", JsonValue.of("x")));

    private final List<HttpServer> servers = new ArrayList<>();

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            textBlock =
                    """
                    UNDEFINED    | 200 | {}
                    EMPTY        | 200 | ''
                    EMPTY        | 200 | {"result":{}}
                    MALFORMED    | 200 | allow
                    MALFORMED    | 200 | {"result":{"admitted":true}
                    MALFORMED    | 200 | {"result":{"admitted":true}} {"result":{"admitted":true}}
                    MALFORMED    | 200 | {"result":{"admitted":false},"result":{"admitted":true}}
                    MALFORMED    | 200 | {"result":{"admitted":false,"admitted":true}}
                    MALFORMED    | 200 | [{"result":{"admitted":true}}]
                    MALFORMED    | 200 | {"result":true}
                    MALFORMED    | 200 | {"result":null}
                    MALFORMED    | 200 | {"result":[{"admitted":true}]}
                    MALFORMED    | 200 | null
                    SURPLUS      | 200 | {"result":{"admitted":true},"warning":{"code":"api_usage_warning"}}
                    SURPLUS      | 200 | {"decision":{"admitted":true}}
                    MALFORMED    | 204 | ''
                    MALFORMED    | 206 | {"result":{"admitted":true}}
                    MALFORMED    | 302 | {"result":{"admitted":true}}
                    CLIENT_ERROR | 400 | {"code":"invalid_parameter"}
                    CLIENT_ERROR | 401 | {"result":{"admitted":true}}
                    CLIENT_ERROR | 404 | not found
                    CLIENT_ERROR | 429 | ''
                    SERVER_ERROR | 500 | {"code":"internal_error"}
                    SERVER_ERROR | 502 | {"result":{"admitted":true}}
                    SERVER_ERROR | 503 | ''
                    """)
    void badAnswersAreNone(Cause cause, int status, String body) throws IOException {
        // Given
        try (OpaClient client = client(answering(status, body.getBytes(StandardCharsets.UTF_8)))) {
            // When
            EngineAnswer answer = client.evaluate(EntryPoint.ADMISSION, INPUT, DEADLINE);
            // Then
            assertThat(cause(answer)).isEqualTo(cause);
        }
    }

    @Test
    void aWellFormedAnswerIsTheRulesValue() throws IOException {
        // Given
        byte[] body = "{\"result\":{\"admitted\":true}}\n".getBytes(StandardCharsets.UTF_8);
        try (OpaClient client = client(answering(200, body))) {
            // When
            EngineAnswer answer = client.evaluate(EntryPoint.ADMISSION, INPUT, DEADLINE);
            // Then
            assertThat(answer)
                    .isEqualTo(
                            new EngineAnswer.Value(JsonObject.of("admitted", JsonValue.of(true))));
        }
    }

    @Test
    void asksForTheRuleWithItsInput() throws IOException {
        // Given
        List<String> seen = new ArrayList<>();
        HttpHandler recording =
                exchange -> {
                    seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
                    seen.add(
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8));
                    send(exchange, 200, "{}".getBytes(StandardCharsets.UTF_8));
                };
        try (OpaClient client = client(recording)) {
            // When
            client.evaluate(EntryPoint.RESPONSE, INPUT, DEADLINE);
            // Then
            assertThat(seen)
                    .containsExactly(
                            "POST /v1/data/driftseal/response/decision?strict-builtin-errors=true",
                            "{\"input\":{\"name\":\"x\"}}");
        }
    }

    @Test
    void anAnswerBeyondTheBoundIsSurplus() throws IOException {
        // Given
        byte[] body = new byte[EngineAnswer.MAXIMUM_BYTES + 1];
        Arrays.fill(body, (byte) ' ');
        try (OpaClient client = client(answering(200, body))) {
            // When
            EngineAnswer answer = client.evaluate(EntryPoint.ADMISSION, INPUT, DEADLINE);
            // Then
            assertThat(cause(answer)).isEqualTo(Cause.SURPLUS);
        }
    }

    @Test
    void anAnswerThatIsNoUtf8IsMalformed() throws IOException {
        // Given
        byte[] body = {'{', '"', (byte) 0xff, '"', ':', '1', '}'};
        try (OpaClient client = client(answering(200, body))) {
            // When
            EngineAnswer answer = client.evaluate(EntryPoint.ADMISSION, INPUT, DEADLINE);
            // Then
            assertThat(cause(answer)).isEqualTo(Cause.MALFORMED);
        }
    }

    @Test
    void noAnswerWithinTheDeadlineIsLate() throws IOException {
        // Given
        var never = new CountDownLatch(1);
        try (OpaClient client = client(exchange -> await(never))) {
            // When
            EngineAnswer answer =
                    client.evaluate(EntryPoint.ADMISSION, INPUT, Duration.ofMillis(200));
            // Then
            assertThat(cause(answer)).isEqualTo(Cause.TIMEOUT);
        } finally {
            never.countDown();
        }
    }

    @Test
    void aBodyThatTricklesBeyondTheDeadlineIsLate() throws IOException {
        // Given: status and first bytes in time, the rest never
        var never = new CountDownLatch(1);
        HttpHandler trickling =
                exchange -> {
                    exchange.sendResponseHeaders(200, 1000);
                    exchange.getResponseBody()
                            .write("{\"result\":".getBytes(StandardCharsets.UTF_8));
                    exchange.getResponseBody().flush();
                    await(never);
                };
        try (OpaClient client = client(trickling)) {
            // When
            EngineAnswer answer =
                    client.evaluate(EntryPoint.ADMISSION, INPUT, Duration.ofMillis(300));
            // Then
            assertThat(cause(answer)).isEqualTo(Cause.TIMEOUT);
        } finally {
            never.countDown();
        }
    }

    @Test
    void aConnectionThatBreaksInTheAnswerIsAnEngineDown() throws IOException {
        // Given
        HttpHandler breaking =
                exchange -> {
                    exchange.sendResponseHeaders(200, 1000);
                    exchange.getResponseBody().write('{');
                    exchange.getResponseBody().flush();
                    throw new IOException("gone");
                };
        try (OpaClient client = client(breaking)) {
            // When
            EngineAnswer answer = client.evaluate(EntryPoint.ADMISSION, INPUT, DEADLINE);
            // Then
            assertThat(cause(answer)).isEqualTo(Cause.ENGINE_DOWN);
        }
    }

    @Test
    void nobodyThereIsAnEngineDown() throws IOException {
        // Given
        HttpServer gone = server(answering(200, new byte[0]));
        InetSocketAddress address = gone.getAddress();
        gone.stop(0);
        servers.clear();
        try (OpaClient client = new OpaClient(address)) {
            // When
            EngineAnswer answer = client.evaluate(EntryPoint.ADMISSION, INPUT, DEADLINE);
            // Then
            assertThat(cause(answer)).isEqualTo(Cause.ENGINE_DOWN);
            assertThat(client.healthy(DEADLINE)).isFalse();
        }
    }

    /** Its owner closes it while others ask: they get an answer too. */
    @Test
    void aClosedClientIsAnEngineDown() throws IOException {
        // Given
        OpaClient client = client(answering(200, ANSWER.getBytes(StandardCharsets.UTF_8)));
        client.close();
        // When
        EngineAnswer answer = client.evaluate(EntryPoint.ADMISSION, INPUT, DEADLINE);
        // Then
        assertThat(cause(answer)).isEqualTo(Cause.ENGINE_DOWN);
    }

    @Test
    void aConnectionServesManyQuestionsInAnyFraming() throws IOException {
        // Given: with a length, in chunks, and closed behind the answer
        List<Integer> clients = new ArrayList<>();
        HttpHandler varied =
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    clients.add(exchange.getRemoteAddress().getPort());
                    byte[] body = ANSWER.getBytes(StandardCharsets.UTF_8);
                    switch (clients.size() % 3) {
                        case 0 -> send(exchange, 200, body);
                        case 1 -> {
                            exchange.sendResponseHeaders(200, 0);
                            for (byte each : body) {
                                exchange.getResponseBody().write(each);
                                exchange.getResponseBody().flush();
                            }
                            exchange.close();
                        }
                        default -> {
                            exchange.getResponseHeaders().add("Connection", "close");
                            send(exchange, 200, body);
                        }
                    }
                };
        try (OpaClient client = client(varied)) {
            for (int i = 0; i < 9; i++) {
                // When
                EngineAnswer answer = client.evaluate(EntryPoint.ADMISSION, INPUT, DEADLINE);
                // Then
                assertThat(answer).isInstanceOf(EngineAnswer.Value.class);
            }
            assertThat(clients.stream().distinct()).hasSize(4);
        }
    }

    @Test
    void aKeptConnectionThatWasClosedMeanwhileIsNoFailure() throws IOException {
        // Given
        HttpServer first = server(answering(200, ANSWER.getBytes(StandardCharsets.UTF_8)));
        try (OpaClient client = new OpaClient(first.getAddress())) {
            client.evaluate(EntryPoint.ADMISSION, INPUT, DEADLINE);
            first.stop(0);
            HttpServer second = HttpServer.create(first.getAddress(), 0);
            second.createContext("/", answering(200, ANSWER.getBytes(StandardCharsets.UTF_8)));
            second.start();
            servers.add(second);
            // When
            EngineAnswer answer = client.evaluate(EntryPoint.ADMISSION, INPUT, DEADLINE);
            // Then
            assertThat(answer).isInstanceOf(EngineAnswer.Value.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.0 200 OK\r\nContent-Length: 28\r\n\r\n",
                "HTTP/1.1 200 OK\nContent-Length: 28\n\n",
                "HTTP/1.1 0200 OK\r\nContent-Length: 28\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 28\r\nContent-Length: 2\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: +28\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 28\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZ\r\n",
                "HTTP/1.1 200 OK\r\n: nothing\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "{\"result\":{\"admitted\":true}}\r\n"
            })
    void whatIsNotStrictlyHttpIsAnEngineDown(String head) throws Exception {
        // Given
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                OpaClient client = new OpaClient(listening.getLocalSocketAddress())) {
            Thread.ofVirtual()
                    .start(() -> {
                        try (Socket socket = listening.accept()) {
                            var out = socket.getOutputStream();
                            out.write((head + ANSWER).getBytes(StandardCharsets.UTF_8));
                            out.flush();
                            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                        } catch (IOException e) {
                            // The client hangs up on what it does not understand.
                        }
                    });
            // When
            EngineAnswer answer = client.evaluate(EntryPoint.ADMISSION, INPUT, DEADLINE);
            // Then
            assertThat(cause(answer)).isEqualTo(Cause.ENGINE_DOWN);
        }
    }

    private static Cause cause(EngineAnswer answer) {
        return switch (answer) {
            case EngineAnswer.None none -> none.cause();
            case EngineAnswer.Value value -> throw new AssertionError("answered " + value);
        };
    }

    private OpaClient client(HttpHandler handler) throws IOException {
        return new OpaClient(server(handler).getAddress());
    }

    private HttpServer server(HttpHandler handler) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", handler);
        server.setExecutor(command -> Thread.ofVirtual().start(command));
        server.start();
        servers.add(server);
        return server;
    }

    private static HttpHandler answering(int status, byte[] body) {
        return exchange -> {
            exchange.getRequestBody().readAllBytes();
            if (status == 302) {
                exchange.getResponseHeaders().add("Location", "/elsewhere");
            }
            send(exchange, status, body);
        };
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
