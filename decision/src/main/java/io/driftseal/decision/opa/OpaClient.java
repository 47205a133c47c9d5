package io.driftseal.decision.opa;

import io.driftseal.decision.Cause;
import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.document.CanonicalDocument;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The questions over HTTP, to one run of the program. Every failure is an answer with a cause. */
final class OpaClient implements AutoCloseable {

    /** Far above any decision. Beyond it a policy answers with its input, or it is not our OPA. */
    static final int MAXIMUM_ANSWER_BYTES = 1024 * 1024;

    private static final Duration CONNECT_DEADLINE = Duration.ofSeconds(1);
    private static final BodyPublisher BEFORE_INPUT = BodyPublishers.ofString("{\"input\":");
    private static final BodyPublisher AFTER_INPUT = BodyPublishers.ofString("}");

    private final URI base;
    private final String token;
    private final HttpClient http;

    /**
     * @param base scheme, host and port
     */
    OpaClient(URI base, String token) {
        this.base = base;
        this.token = token;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .proxy(HttpClient.Builder.NO_PROXY)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(CONNECT_DEADLINE)
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build();
    }

    /** Whether the program listens and has loaded its policies. */
    boolean healthy(Duration deadline) {
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/health")).GET().build();
        return send(request, deadline) instanceof RawAnswer.Received received
                && received.status() == 200;
    }

    /**
     * Whether whoever listens has the secret of this run. Asked without the token, which would be
     * lost to a process that took the port before the program could.
     */
    boolean proves(EngineSecrets secrets, String challenge, Duration deadline) {
        CanonicalDocument input =
                CanonicalDocument.of(JsonObject.of("challenge", JsonValue.of(challenge)));
        HttpRequest request = question("system/driftseal/proof", input).build();
        return send(request, deadline) instanceof RawAnswer.Received received
                && received.status() == 200
                && new String(received.body(), StandardCharsets.UTF_8)
                        .strip()
                        .equals("{\"result\":\"" + secrets.proof(challenge) + "\"}");
    }

    EngineAnswer evaluate(EntryPoint entryPoint, CanonicalDocument input, Duration deadline) {
        HttpRequest request =
                question(entryPoint.rulePath(), input)
                        .header("Authorization", "Bearer " + token)
                        .build();
        return EngineAnswer.of(send(request, deadline));
    }

    private HttpRequest.Builder question(String rulePath, CanonicalDocument input) {
        // A built-in that fails would otherwise leave its rule undefined: a denial that silently
        // does not apply.
        URI uri = base.resolve("/v1/data/" + rulePath + "?strict-builtin-errors=true");
        return HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(
                        BodyPublishers.concat(
                                BEFORE_INPUT,
                                BodyPublishers.ofByteArray(input.bytes()),
                                AFTER_INPUT));
    }

    private RawAnswer send(HttpRequest request, Duration deadline) {
        // The request's own timeout ends with the headers; cancelling also ends a trickling body,
        // and closes the connection, at which OPA stops evaluating.
        CompletableFuture<HttpResponse<byte[]>> response =
                http.sendAsync(
                        request,
                        BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAXIMUM_ANSWER_BYTES));
        try {
            HttpResponse<byte[]> received = response.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
            return new RawAnswer.Received(received.statusCode(), received.body());
        } catch (TimeoutException e) {
            return new RawAnswer.Failed(Cause.TIMEOUT, "no answer within " + deadline);
        } catch (ExecutionException e) {
            return failure(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new RawAnswer.Failed(Cause.TIMEOUT, "interrupted while waiting for the answer");
        } finally {
            response.cancel(true);
        }
    }

    private static RawAnswer failure(@Nullable Throwable cause) {
        String message = cause == null ? "" : String.valueOf(cause.getMessage());
        if (cause instanceof IOException && message.contains("capacity")) {
            return new RawAnswer.Failed(
                    Cause.SURPLUS, "answer is larger than " + MAXIMUM_ANSWER_BYTES + " bytes");
        }
        String kind = cause == null ? "failure" : cause.getClass().getSimpleName();
        return new RawAnswer.Failed(Cause.ENGINE_DOWN, "connection failed: " + kind);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
