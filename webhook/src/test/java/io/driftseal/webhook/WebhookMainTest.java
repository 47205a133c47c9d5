package io.driftseal.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.service.mutualtls.MutualTls;
import io.driftseal.service.mutualtls.MutualTlsClient;
import io.driftseal.service.mutualtls.PeerAnswer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The service as a process of its own, with the shipped policies and the real OPA. */
final class WebhookMainTest {
    @TempDir Path directory;

    private final HttpClient endpoints = HttpClient.newHttpClient();
    private RunningWebhook webhook;

    @BeforeEach
    void start() throws Exception {
        Path keys = directory.resolve("keys");
        RunningWebhook.writeKeys(keys);
        webhook = RunningWebhook.start(directory, keys, Map.of());
        webhook.awaitReady();
    }

    @AfterEach
    void stop() throws Exception {
        webhook.close();
        endpoints.close();
    }

    private String checkpoint(String peer, long sequence) throws Exception {
        try (var client =
                new MutualTlsClient(
                        MutualTls.load(directory.resolve("keys"), peer),
                        webhook.internal(),
                        "webhook",
                        Duration.ofSeconds(20),
                        4096)) {
            String question =
                    "{\"sequence\":%d,\"headHash\":\"%s\",\"count\":%d}"
                            .formatted(sequence, "a".repeat(64), sequence);
            return switch (client.post(
                    "/v1/checkpoints", question.getBytes(StandardCharsets.UTF_8))) {
                case PeerAnswer.Answered(int status, byte[] body) ->
                        status + " " + new String(body, StandardCharsets.UTF_8);
                case PeerAnswer.Unreachable(String reason) -> reason;
            };
        }
    }

    @Test
    void itServesSignsIsMeasuredAndStopsWhenAsked() throws Exception {
        HttpResponse<String> answer = webhook.stamp();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"decision-id\":\"dec-");

        assertThat(checkpoint("drift-scanner", 5)).startsWith("200 {\"payloadType\"");
        assertThat(checkpoint("drift-scanner", 4)).startsWith("409 ");
        assertThat(checkpoint("cli", 6)).startsWith("403 ");

        assertThat(webhook.management("/metrics"))
                .contains(
                        "driftseal_webhook_admission_seconds_bucket",
                        "driftseal_webhook_decision_seconds_count",
                        "driftseal_webhook_serving_certificate_expiry_seconds",
                        "driftseal_webhook_spool_records 1.0",
                        "driftseal_webhook_checkpoints_total{result=\"goes_back\"} 1.0",
                        "jvm_memory_used_bytes");
        assertThat(webhook.management("/livez")).contains("\"status\":\"ok\"");

        webhook.process().destroy();

        assertThat(webhook.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        String log = webhook.log();
        assertThat(webhook.process().exitValue()).as(log).isZero();
        assertThat(log)
                .contains("configuration read", "service stopped")
                .doesNotContain("secret-token", "PRIVATE KEY");
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void noReviewFailsWhileItStops(HttpClient.Version version) throws Exception {
        AtomicInteger answered = new AtomicInteger();
        List<String> failures = new CopyOnWriteArrayList<>();
        List<Thread> callers = new ArrayList<>();
        HttpRequest review = webhook.review();
        for (int i = 0; i < 4; i++) {
            HttpClient client = webhook.apiServer(version);
            callers.add(
                    Thread.ofVirtual()
                            .start(() -> callWhileReady(client, review, answered, failures)));
        }
        while (answered.get() < 20 && failures.isEmpty()) {
            Thread.sleep(10);
        }

        webhook.process().destroy();

        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(webhook.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(webhook.process().exitValue()).isZero();
        assertThat(failures).isEmpty();
    }

    /** As long as it says that it is ready, as endpoints and load balancers follow it. */
    private void callWhileReady(
            HttpClient client, HttpRequest review, AtomicInteger answered, List<String> failures) {
        boolean ready = true;
        while (ready && failures.isEmpty()) {
            try {
                int status = client.send(review, BodyHandlers.discarding()).statusCode();
                if (status != 200) {
                    failures.add("status " + status);
                }
                answered.incrementAndGet();
                ready = isReady();
            } catch (IOException e) {
                failures.add(e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private boolean isReady() throws IOException, InterruptedException {
        return endpoints
                        .send(
                                HttpRequest.newBuilder(webhook.readiness()).build(),
                                BodyHandlers.discarding())
                        .statusCode()
                == 200;
    }
}
