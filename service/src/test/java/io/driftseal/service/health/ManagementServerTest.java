package io.driftseal.service.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.service.metrics.ServiceMetrics;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ManagementServerTest {
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-23T12:00:00Z"));
    private final Health health = new Health(now::get);
    private final ServiceMetrics metrics = ServiceMetrics.create("drift-scanner");
    private final HttpClient client = HttpClient.newHttpClient();
    private ManagementServer server;

    @BeforeEach
    void start() throws Exception {
        server =
                ManagementServer.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        health,
                        metrics);
    }

    @AfterEach
    void stop() {
        server.close();
        metrics.close();
        client.close();
    }

    private HttpResponse<String> call(String method, String path) throws Exception {
        URI uri = URI.create("http://localhost:" + server.port() + path);
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void livenessFailsWhenALoopDoesNotReturn() throws Exception {
        ProgressCheck loop = health.progress("delivery", Duration.ofSeconds(10));
        assertThat(call("GET", "/livez").statusCode()).isEqualTo(200);

        now.updateAndGet(t -> t.plusSeconds(11));

        assertThat(call("GET", "/livez"))
                .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(503))
                .extracting(HttpResponse::body)
                .asString()
                .contains("\"name\":\"delivery\"", "did not return for 11 s, limit 10 s");

        loop.returned();

        assertThat(call("GET", "/livez").statusCode()).isEqualTo(200);
    }

    @Test
    void readinessNamesTheConditionThatFails() throws Exception {
        AtomicBoolean loaded = new AtomicBoolean();
        health.condition(
                "policy",
                () -> loaded.get() ? Optional.empty() : Optional.of("no policy is loaded"));
        assertThat(call("GET", "/readyz").body())
                .isEqualTo(
                        """
                        {"status":"failing","checks":[{"name":"policy","status":"failing",\
                        "reason":"no policy is loaded"}]}
                        """);

        loaded.set(true);
        assertThat(call("GET", "/readyz").statusCode()).isEqualTo(200);

        health.drain();
        assertThat(call("GET", "/readyz").body()).contains("the service is stopping");
    }

    @Test
    void metricsCarryTheServicesPrefixAndTheJvm() throws Exception {
        metrics.counter("records.dropped", "reason", "full").increment();
        metrics.timer("decision").record(Duration.ofMillis(3));

        assertThat(call("GET", "/metrics").body())
                .contains(
                        "driftseal_drift_scanner_records_dropped_total{reason=\"full\"} 1.0",
                        "driftseal_drift_scanner_decision_seconds_bucket{le=\"0.005\"} 1",
                        "jvm_memory_used_bytes");
    }

    @Test
    void otherPathsAndMethodsAreRefused() throws Exception {
        assertThat(call("POST", "/livez").statusCode()).isEqualTo(405);
        assertThat(call("GET", "/livez/x").statusCode()).isEqualTo(404);
        assertThat(call("GET", "/").statusCode()).isEqualTo(404);
    }
}
