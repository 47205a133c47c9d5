package io.driftseal.decision.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.driftseal.decision.Cause;
import io.driftseal.decision.EngineStatus.State;
import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.Evaluation;
import io.driftseal.decision.bundle.EngineStartException;
import io.driftseal.decision.evaluation.EvaluationBounds;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server's answers are worth, and when it is left alone. */
final class OpaServerEngineTest {

    private static final EvaluationBounds BOUNDS =
            new EvaluationBounds(Duration.ofSeconds(10), 4, Duration.ofSeconds(5));
    private static final OpaServerEngine.Pauses SHORT =
            new OpaServerEngine.Pauses(Duration.ofMillis(10), Duration.ofMillis(20));
    private static final OpaServerEngine.Pauses NEVER =
            new OpaServerEngine.Pauses(Duration.ofDays(1), Duration.ofDays(1));
    private static final JsonObject INPUT = JsonObject.of("name", JsonValue.of("x"));

    private final AtomicInteger asked = new AtomicInteger();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile String body = answer("r-1");
    private HttpServer server;
    @TempDir private Path directory;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/opa/v1/data/driftseal/", this::answer);
        server.setExecutor(command -> Thread.ofVirtual().start(command));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        asked.incrementAndGet();
        authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        assertThat(exchange.getRequestURI().getQuery())
                .isEqualTo("strict-builtin-errors=true&provenance=true");
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String answer(String revision) {
        return "{\"decision_id\":\"7\",\"provenance\":{\"version\":\"1.22.2\",\"bundles\":"
                + "{\"policies\":{\"revision\":\""
                + revision
                + "\"}}},\"result\":{\"seen\":\"x\"}}";
    }

    @Test
    void aDecisionCarriesTheRevisionThatItsAnswerNames() throws Exception {
        try (OpaServerEngine engine = connect(new ServerRevision.Said())) {
            // When
            Evaluation before = engine.evaluate(EntryPoint.ADMISSION, INPUT);
            body = answer("a revision of two words");
            Evaluation after = engine.evaluate(EntryPoint.ADMISSION, INPUT);
            // Then
            assertThat(before).isInstanceOf(Evaluation.Answered.class);
            assertThat(before.bundleRevision()).isEqualTo("server:r-1");
            assertThat(after.bundleRevision()).matches("server:sha256:[0-9a-f]{64}");
            assertThat(engine.status().bundleRevision()).isEqualTo(after.bundleRevision());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    r-1 |     | {"result":{"a":1},"provenance":{"bundles":{"b":{"revision":"r-2"}}}}
                    r-1 |     | {"result":{"a":1},"provenance":{"bundles":{"b":{"revision":"r-1"},"c":{"revision":"r-1"}}}}
                    r-1 |     | {"result":{"a":1},"provenance":{"bundles":{"b":{"revision":""}}}}
                    r-1 |     | {"result":{"a":1},"provenance":{"version":"1.22.2"}}
                    r-1 |     | {"result":{"a":1}}
                    r-1 |     | {"provenance":{"bundles":{"b":{"revision":"r-2"}}}}
                        |     | {"result":{"a":1},"provenance":{"version":"1.22.2"}}
                        |     | {"result":{"a":1}}
                        | own | {"result":{"a":1},"provenance":{"bundles":{"b":{"revision":"r-1"}}}}
                    """)
    void answersOfOtherPoliciesAreNone(String expected, String name, String other)
            throws Exception {
        // Given
        ServerRevision counts =
                ServerRevision.of(Optional.ofNullable(expected), Optional.ofNullable(name));
        body = name == null ? answer("r-1") : "{\"result\":{\"a\":1},\"provenance\":{}}";
        try (OpaServerEngine engine = connect(counts)) {
            Evaluation good = engine.evaluate(EntryPoint.ADMISSION, INPUT);
            body = other;
            // When
            Evaluation evaluation = engine.evaluate(EntryPoint.ADMISSION, INPUT);
            // Then
            assertThat(good.bundleRevision())
                    .isEqualTo(name == null ? "server:r-1" : "server:" + name);
            assertThat(cause(evaluation)).isEqualTo(Cause.UNEXPECTED_REVISION);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            textBlock =
                    """
                    UNDEFINED    | 200 | {"provenance":{"bundles":{"b":{"revision":"r-1"}}}}
                    EMPTY        | 200 | ''
                    EMPTY        | 200 | {"result":{},"provenance":{"bundles":{"b":{"revision":"r-1"}}}}
                    MALFORMED    | 200 | allow
                    MALFORMED    | 200 | {"result":true,"provenance":{"bundles":{"b":{"revision":"r-1"}}}}
                    SURPLUS      | 200 | {"result":{"a":1},"warning":{},"provenance":{"bundles":{"b":{"revision":"r-1"}}}}
                    MALFORMED    | 204 | ''
                    MALFORMED    | 302 | {"result":{"a":1}}
                    CLIENT_ERROR | 403 | {"result":{"a":1}}
                    SERVER_ERROR | 500 | {"code":"internal_error"}
                    SERVER_ERROR | 503 | {"result":{"a":1}}
                    """)
    void badAnswersAreNone(Cause cause, int status, String body) throws Exception {
        try (OpaServerEngine engine = connect(new ServerRevision.Said())) {
            // When
            this.status = status;
            this.body = body;
            Evaluation evaluation = engine.evaluate(EntryPoint.ADMISSION, INPUT);
            // Then
            assertThat(cause(evaluation)).isEqualTo(cause);
        }
    }

    @Test
    void aServerThatFailsInARowIsLeftAloneAndAskedAgainAfterAPause() throws Exception {
        try (OpaServerEngine engine = connect(new ServerRevision.Said(), SHORT)) {
            // When
            status = 503;
            for (int i = 0; i < Circuit.MAXIMUM_FAILURES; i++) {
                assertThat(cause(engine.evaluate(EntryPoint.ADMISSION, INPUT)))
                        .isEqualTo(Cause.SERVER_ERROR);
            }
            // Then
            assertThat(engine.status().state()).isEqualTo(State.UNREACHABLE);
            assertThat(engine.status().ready()).isFalse();
            assertThat(engine.status().restarts()).isEqualTo(1);
            assertThat(cause(engine.evaluate(EntryPoint.ADMISSION, INPUT)))
                    .isEqualTo(Cause.ENGINE_DOWN);
            // When
            status = 200;
            body = answer("r-2");
            awaitReady(engine);
            // Then
            Evaluation evaluation = engine.evaluate(EntryPoint.ADMISSION, INPUT);
            assertThat(evaluation).isInstanceOf(Evaluation.Answered.class);
            assertThat(evaluation.bundleRevision()).isEqualTo("server:r-2");
        }
    }

    @Test
    void nothingIsSentWhileTheCircuitIsOpen() throws Exception {
        try (OpaServerEngine engine = connect(new ServerRevision.Said(), NEVER)) {
            // Given
            status = 502;
            for (int i = 0; i < Circuit.MAXIMUM_FAILURES; i++) {
                engine.evaluate(EntryPoint.ADMISSION, INPUT);
            }
            int before = asked.get();
            // When
            engine.evaluate(EntryPoint.ADMISSION, INPUT);
            // Then
            assertThat(asked).hasValue(before);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 429, 500})
    void answersThatRefuseOrFailAreNoReasonToLeaveItAlone(int refusal) throws Exception {
        try (OpaServerEngine engine = connect(new ServerRevision.Said(), NEVER)) {
            // When: whoever writes an input that makes a rule fail does so for himself alone
            status = refusal;
            for (int i = 0; i <= Circuit.MAXIMUM_FAILURES; i++) {
                engine.evaluate(EntryPoint.ADMISSION, INPUT);
            }
            // Then
            assertThat(engine.status().state()).isEqualTo(State.READY);
        }
    }

    @Test
    void policiesThatDoNotCountForLongAreNotReady() throws Exception {
        try (OpaServerEngine engine = connect(new ServerRevision.Expected("r-1"), SHORT)) {
            // When
            body = answer("r-2");
            for (int i = 0; i < Circuit.MAXIMUM_FAILURES; i++) {
                engine.evaluate(EntryPoint.ADMISSION, INPUT);
            }
            // Then
            assertThat(engine.status().state()).isEqualTo(State.UNREACHABLE);
            body = answer("r-1");
            awaitReady(engine);
        }
    }

    @Test
    void aServerThatRefusesTheQuestionsIsNoEngine() {
        // Given
        status = 401;
        // When, Then
        assertThatThrownBy(() -> connect(new ServerRevision.Said()))
                .isInstanceOf(EngineStartException.class)
                .hasMessageContaining("admission: engine answered status 401");
    }

    @Test
    void aServerThatIsNotThereYetIsAwaited() throws Exception {
        // Given
        status = 503;
        try (OpaServerEngine engine = connect(new ServerRevision.Said(), SHORT)) {
            assertThat(engine.status().state()).isEqualTo(State.UNREACHABLE);
            assertThat(cause(engine.evaluate(EntryPoint.ADMISSION, INPUT)))
                    .isEqualTo(Cause.ENGINE_DOWN);
            // When
            status = 200;
            // Then
            awaitReady(engine);
        }
    }

    @Test
    void rulesThatFailOnAnEmptyInputAreAServerAllTheSame() throws Exception {
        // Given: the first question of five
        server.createContext(
                "/opa/v1/data/driftseal/admission/",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(500, -1);
                    exchange.close();
                });
        // When
        try (OpaServerEngine engine = connect(new ServerRevision.Said())) {
            // Then
            assertThat(engine.status().state()).isEqualTo(State.READY);
        }
    }

    @Test
    void theTokenIsReadAgainWhenItsFileChanges() throws Exception {
        // Given
        Path token = directory.resolve("token");
        write(token, "one\n", 1);
        try (OpaServerEngine engine =
                OpaServerEngine.connect(
                        server(Optional.of(token), new ServerRevision.Said()), BOUNDS, NEVER)) {
            // When
            write(token, "two", 2);
            engine.evaluate(EntryPoint.ADMISSION, INPUT);
            write(token, "a\r\nInjected: header", 3);
            Evaluation evaluation = engine.evaluate(EntryPoint.ADMISSION, INPUT);
            // Then
            assertThat(authorizations).startsWith("Bearer one").endsWith("Bearer two");
            assertThat(cause(evaluation)).isEqualTo(Cause.ENGINE_DOWN);
            assertThat(((Evaluation.Indeterminate) evaluation).detail()).doesNotContain("Injected");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://opa.example:8181, localhost only",
        "http://169.254.0.1:8181, localhost only",
        "https://opa.example, set policyServerCa",
        "unix:///run/opa.socket, policyServerUrl must be",
        "ftp://localhost, must be https or http",
        "https://user:secret@opa.example, policyServerUrl must be",
        "http://localhost:8181/?a=b, policyServerUrl must be",
        "http://localhost:8181/#a, policyServerUrl must be"
    })
    void addressesWhereSomebodyElseCouldAnswerAreRefused(URI url, String message) {
        assertThatThrownBy(() ->
                        new PolicyServer(
                                url, Optional.empty(), Optional.empty(), new ServerRevision.Said()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("secret");
    }

    private static void write(Path file, String text, long seconds) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(seconds, TimeUnit.SECONDS));
    }

    private OpaServerEngine connect(ServerRevision revision) throws EngineStartException {
        return connect(revision, NEVER);
    }

    private OpaServerEngine connect(ServerRevision revision, OpaServerEngine.Pauses pauses)
            throws EngineStartException {
        return OpaServerEngine.connect(server(Optional.empty(), revision), BOUNDS, pauses);
    }

    private PolicyServer server(Optional<Path> token, ServerRevision revision) {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/opa/");
        return new PolicyServer(url, Optional.empty(), token, revision);
    }

    private static void awaitReady(OpaServerEngine engine) {
        while (!engine.status().ready()) {
            Thread.onSpinWait();
        }
    }

    private static Cause cause(Evaluation evaluation) {
        return ((Evaluation.Indeterminate) evaluation).cause();
    }
}
