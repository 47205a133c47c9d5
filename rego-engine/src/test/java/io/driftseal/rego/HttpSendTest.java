package io.driftseal.rego;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.driftseal.rego.builtin.net.NetworkBuiltins;
import io.driftseal.rego.json.JsonReading;
import io.driftseal.rego.json.RegoJsonReader;
import io.driftseal.rego.json.RegoJsonWriter;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code http.send} where an operator switches it on: the same policies here and in {@code opa},
 * with one server on this machine for both.
 */
class HttpSendTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int MAXIMUM_BYTES = 64 << 10;

    /** Requests, as members of the object; what differs in every answer is left out of it. */
    private static final List<String> CALLS =
            List.of(
                    "{`method`: `get`, `url`: concat(``, [input.http, `/echo`])}",
                    "{`method`: `POST`, `url`: concat(``, [input.http, `/echo?a=b%20c`]), `body`: {`x`: [1, 2.50, `é<`]}}",
                    "{`method`: `post`, `url`: concat(``, [input.http, `/echo`]), `raw_body`: `plain`, `body`: 1}",
                    "{`method`: `put`, `url`: concat(``, [input.http, `/echo`]), `body`: `text`}",
                    "{`method`: `patch`, `url`: concat(``, [input.http, `/echo`]), `body`: null}",
                    "{`method`: `delete`, `url`: concat(``, [input.http, `/echo`])}",
                    "{`method`: `head`, `url`: concat(``, [input.http, `/echo`])}",
                    "{`method`: `get`, `url`: concat(``, [input.http, `/echo`]), `headers`: {`x-one`: `1`, `X-TWO`: `zwei`}}",
                    "{`method`: `get`, `url`: concat(``, [input.http, `/echo`]), `headers`: {`x-one`: 1}}",
                    "{`method`: `get`, `url`: concat(``, [input.http, `/echo`]), `headers`: `x`}",
                    "{`method`: `get`, `url`: concat(``, [input.http, `/status/404`])}",
                    "{`method`: `get`, `url`: concat(``, [input.http, `/status/503`])}",
                    "{`method`: `get`, `url`: concat(``, [input.http, `/status/204`])}",
                    "{`method`: `get`, `url`: concat(``, [input.http, `/status/418`])}",
                    "{`method`: `get`, `url`: concat(``, [input.http, `/redirect`])}",
                    "{`method`: `get`, `url`: concat(``, [input.http, `/redirect`]), `enable_redirect`: true}",
                    "{`method`: `get`, `url`: concat(``, [input.http, `/slow`]), `timeout`: `200ms`}",
                    "{`method`: `get`, `url`: concat(``, [input.http, `/slow`]), `timeout`: 200000000, `raise_error`: false}",
                    "{`method`: `get`, `url`: concat(``, [input.http, `/slow`]), `timeout`: `nope`, `raise_error`: false}",
                    "{`method`: `get`, `url`: concat(``, [input.http, `/type/text%2Fplain`])}",
                    "{`method`: `get`, `url`: concat(``, [input.http, `/type/text%2Fplain`]), `force_json_decode`: true}",
                    "{`method`: `get`, `url`: concat(``, [input.http, `/type/text%2Fplain`]), `force_yaml_decode`: true}",
                    "{`method`: `get`, `url`: concat(``, [input.http, `/type/application%2Fyaml`])}",
                    "{`method`: `get`, `url`: concat(``, [input.http, `/type/application%2Fld+json;charset=utf-8`])}",
                    "{`method`: `get`, `url`: concat(``, [input.http, `/type/text%2Fjson`])}",
                    "{`method`: `get`, `url`: concat(``, [input.http, `/broken`])}",
                    "{`method`: `get`, `url`: concat(``, [input.http, `/many`])}",
                    "{`method`: `get`, `url`: concat(``, [input.http, `/echo`]), `cache`: true, `force_cache`: true, `force_cache_duration_seconds`: 1, `caching_mode`: `serialized`, `max_retry_attempts`: 1, `cache_ignored_headers`: [`x`], `tls_use_system_certs`: false}",
                    "{`method`: `get`, `url`: `http://127.0.0.1:1/`}",
                    "{`method`: `get`, `url`: `http://127.0.0.1:1/`, `raise_error`: false}",
                    "{`method`: `get`, `url`: `ftp://127.0.0.1/`, `raise_error`: false}",
                    "{`method`: `get`, `url`: `nonsense`, `raise_error`: false}",
                    "{`method`: `get`, `url`: 7, `raise_error`: false}",
                    "{`method`: `get`, `url`: concat(``, [input.http, `/echo`]), `more`: 1, `raise_error`: false}",
                    "{`method`: `get`, `raise_error`: false}",
                    "{`method`: `get`, `url`: concat(``, [input.http, `/echo`]), `raise_error`: `no`}",
                    "{`method`: `get`, `url`: concat(``, [input.https, `/echo`]), `tls_ca_cert`: data.k.rsa_cert}",
                    "{`method`: `get`, `url`: concat(``, [input.https, `/echo`]), `raise_error`: false}",
                    "{`method`: `get`, `url`: concat(``, [input.https, `/echo`]), `tls_ca_cert`: data.k.server_cert, `raise_error`: false}",
                    "{`method`: `get`, `url`: concat(``, [input.https, `/echo`]), `tls_ca_cert`: `x`, `raise_error`: false}",
                    "{`method`: `get`, `url`: concat(``, [input.https, `/echo`]), `tls_insecure_skip_verify`: true}",
                    "{`method`: `get`, `url`: concat(``, [input.https, `/echo`]), `tls_ca_cert`: data.k.rsa_cert, `tls_client_cert`: data.k.server_cert, `tls_client_key`: data.k.server_private}");

    /** Phrases behind a status are the server's own in OPA, and those of the standards here. */
    private static final String ANSWER =
            """
            answer := object.union(
                object.remove(result, ["headers", "error", "status"]),
                {
                    "status": substring(object.get(result, "status", ""), 0, 4),
                    "code": object.get(result, ["error", "code"], ""),
                    "headers": object.remove(
                        object.get(result, "headers", {}), ["date", "content-length", "connection"]),
                },
            )
            """;

    @TempDir Path directory;

    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch slow = new CountDownLatch(1);
    private HttpServer http;
    private HttpsServer https;

    @BeforeEach
    void serve() throws Exception {
        InetSocketAddress any =
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
        http = HttpServer.create(any, 0);
        https = HttpsServer.create(any, 0);
        https.setHttpsConfigurator(new HttpsConfigurator(certified()));
        for (HttpServer server : List.of(http, https)) {
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", this::answer);
            server.start();
        }
    }

    @AfterEach
    void stop() {
        slow.countDown();
        http.stop(0);
        https.stop(0);
    }

    private static SSLContext certified() throws Exception {
        RegoObject keys = (RegoObject) requireNonNull(data().get("k"));
        String key = ((RegoString) requireNonNull(keys.get("server_private"))).text();
        String certificate = ((RegoString) requireNonNull(keys.get("server_cert"))).text();
        byte[] der =
                Base64.getMimeDecoder().decode(key.replaceAll("-----[A-Z ]+-----", "").strip());
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        Certificate own =
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(
                                        certificate.getBytes(StandardCharsets.UTF_8)));
        store.setKeyEntry(
                "own",
                KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der)),
                new char[0],
                new Certificate[] {own});
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private static RegoObject data() throws Exception {
        byte[] json = FuzzGrammar.text("data.json").getBytes(StandardCharsets.UTF_8);
        return (RegoObject) RegoJsonReader.read(json, JsonReading.AS_GO);
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String[] steps = path.split("/", -1);
        switch (steps[1]) {
            case "status" -> respond(exchange, Integer.parseInt(steps[2]), "text/plain", "s");
            case "redirect" -> {
                exchange.getResponseHeaders().set("Location", "/echo");
                respond(exchange, 302, "text/plain", "");
            }
            case "slow" -> {
                await();
                respond(exchange, 200, "text/plain", "late");
            }
            case "type" -> {
                String type = path.substring("/type/".length());
                respond(exchange, 200, type, "{\"a\": [1, 2.50]}");
            }
            case "broken" -> respond(exchange, 200, "application/json", "{\"a\": ");
            case "large" -> respond(exchange, 200, "text/plain", "x".repeat(MAXIMUM_BYTES + 1));
            case "many" -> {
                exchange.getResponseHeaders().put("X-Many", List.of("1", "2"));
                respond(exchange, 200, "text/plain", "m");
            }
            default -> respond(exchange, 200, "application/json", echo(exchange, body));
        }
    }

    private void await() {
        try {
            slow.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String echo(HttpExchange exchange, String body) {
        RegoObject.Builder echo = RegoObject.builder();
        echo.put("method", RegoString.of(exchange.getRequestMethod()));
        echo.put("url", RegoString.of(exchange.getRequestURI().toString()));
        echo.put("body", RegoString.of(body));
        for (String name : List.of("X-One", "X-Two", "Content-Type")) {
            String value = exchange.getRequestHeaders().getFirst(name);
            echo.put(name, RegoString.of(String.valueOf(value)));
        }
        return RegoJsonWriter.write(echo.build());
    }

    private static void respond(HttpExchange exchange, int code, String type, String text)
            throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean empty =
                bytes.length == 0 || code == 204 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(code, empty ? -1 : bytes.length);
        if (!empty) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private RegoValue input() throws Exception {
        String json =
                "{\"http\": \"http://127.0.0.1:%d\", \"https\": \"https://127.0.0.1:%d\"}"
                        .formatted(http.getAddress().getPort(), https.getAddress().getPort());
        return RegoJsonReader.read(json.getBytes(StandardCharsets.UTF_8), JsonReading.STRICT);
    }

    private OpaOracle oracle() throws IOException {
        return new OpaOracle(
                OpaOracle.program().orElseThrow(),
                Files.createDirectories(directory.resolve("policies")),
                List.of());
    }

    private static RegoEngine engine(byte[] plan) throws PolicyRejectedException {
        return RegoEngine.load(
                PolicyBundle.readArchive(plan),
                new EngineOptions(
                        Set.of("http.send"),
                        List.of(new NetworkBuiltins(TIMEOUT, MAXIMUM_BYTES)),
                        Clock.systemUTC(),
                        SecureRandom::new));
    }

    private static EvaluationOptions within(Duration time) {
        return EvaluationOptions.DEFAULT.withLimits(
                new EvaluationLimits(time, 100_000_000, 1 << 28, 600));
    }

    @Test
    void requests_are_answered_as_in_opa() throws Exception {
        // Given a policy per request
        Map<Integer, String> policies = new TreeMap<>();
        for (String call : CALLS) {
            int number = policies.size();
            policies.put(
                    number,
                    "package fuzz.p%d%n%nresult := http.send(%s)%n%n%s"
                            .formatted(number, call, ANSWER));
        }
        OpaOracle oracle = oracle();
        byte[] plan = oracle.build(policies, FuzzGrammar.text("data.json"), "/answer");
        assertThat(policies).hasSize(CALLS.size());
        RegoEngine engine = engine(plan);
        RegoValue input = input();

        // When both are asked
        StringBuilder ours = new StringBuilder();
        StringBuilder theirs = new StringBuilder();
        try (OpaServer server = oracle.serve()) {
            for (int i = 0; i < CALLS.size(); i++) {
                String path = "fuzz/p" + i + "/answer";
                String head = i + " " + CALLS.get(i) + "\n    ";
                RegoObject answer = server.evaluate(path, RegoJsonWriter.write(input));
                theirs.append(head).append(answer.get("result")).append('\n');
                ours.append(head)
                        .append(
                                switch (engine.evaluate(
                                        path, input, within(TIMEOUT.multipliedBy(5)))) {
                                    case EvaluationOutcome.Defined defined -> defined.value();
                                    case EvaluationOutcome.Undefined _ -> null;
                                    case EvaluationOutcome.Failed failed -> failed.text();
                                })
                        .append('\n');
            }
        }

        // Then they agree
        assertThat(ours.toString()).isEqualTo(theirs.toString());
    }

    @Test
    void one_request_is_sent_once_per_evaluation() throws Exception {
        EvaluationOutcome outcome =
                evaluate(
                        "x := http.send({`method`: `get`, `url`: concat(``, [input.http, `/echo`])})\n\nanswer := [x, http.send({`method`: `get`, `url`: concat(``, [input.http, `/echo`])})]",
                        new Cancellation());

        assertThat(outcome).isInstanceOf(EvaluationOutcome.Defined.class);
        assertThat(requests).hasValue(1);
    }

    @Test
    void an_answer_that_is_too_large_is_an_error() throws Exception {
        EvaluationOutcome outcome =
                evaluate(
                        "answer := http.send({`method`: `get`, `url`: concat(``, [input.http, `/large`]), `raise_error`: false}).error.code",
                        new Cancellation());

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        EvaluationOutcome.Defined.class,
                        defined ->
                                assertThat(defined.value())
                                        .hasToString("\"eval_http_send_network_error\""));
    }

    @Test
    void a_request_ends_with_the_evaluation() throws Exception {
        // Given an evaluation that waits for a server
        var cancellation = new Cancellation();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<EvaluationOutcome> running =
                    threads.submit(() ->
                            evaluate(
                                    "answer := http.send({`method`: `get`, `url`: concat(``, [input.http, `/slow`]), `timeout`: `1h`})",
                                    cancellation));
            while (requests.get() == 0) {
                Thread.onSpinWait();
            }

            // When it is cancelled, then it ends
            cancellation.cancel();
            assertThat(running.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            EvaluationOutcome.Failed.class,
                            failed ->
                                    assertThat(failed.cause())
                                            .isEqualTo(EvaluationOutcome.Cause.CANCELLED));
        }
    }

    private EvaluationOutcome evaluate(String rules, Cancellation cancellation) throws Exception {
        byte[] plan =
                oracle().build(
                                new TreeMap<>(Map.of(0, "package fuzz.p0\n\n" + rules + "\n")),
                                "{}",
                                "/answer");
        return engine(plan)
                .evaluate(
                        "fuzz/p0/answer",
                        input(),
                        within(Duration.ofMinutes(1)).withCancellation(cancellation));
    }
}
