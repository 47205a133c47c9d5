package io.driftseal.kubernetes.fabric8;

import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ProbeAnswer;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.MalformedJsonException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Requests and answers as bytes: deadline, bounded bodies, and the audit id of every answer. */
final class Transport implements AutoCloseable {

    /**
     * More than the API server's own limit for a request that is not a watch would be waiting in
     * vain.
     */
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /**
     * One object with its managedFields: JSON is wider than the form whose size the store bounds.
     */
    static final JsonLimits OBJECT = new JsonLimits(8 * 1024 * 1024, 132, 1_000_000);

    /**
     * Of an event: what etcd holds in 1.5 MiB is up to six times that in JSON, where every
     * character is written as an escape. What is longer than an object may be is then known by
     * name.
     */
    static final int LONGEST_EVENT_BYTES = 16 * 1024 * 1024;

    private static final int LONGEST_MESSAGE = 2_000;

    /**
     * One request.
     *
     * @param path path and query, encoded
     * @param contentType of the body, empty without one
     */
    record Call(String method, String path, String contentType, String body) {

        static Call get(String path) {
            return new Call("GET", path, "", "");
        }

        static Call json(String method, String path, String body) {
            return new Call(method, path, "application/json", body);
        }
    }

    /** One complete answer. */
    static final class Answer {

        private final int code;
        private final byte[] body;
        private final Optional<String> auditId;

        Answer(int code, byte[] body, Optional<String> auditId) {
            this.code = code;
            this.body = body;
            this.auditId = auditId;
        }

        int code() {
            return code;
        }

        Optional<String> auditId() {
            return auditId;
        }

        boolean successful() {
            return code >= 200 && code < 300;
        }
    }

    private final HttpClient client;
    private final URI server;
    private final String userAgent;

    Transport(HttpClient client, URI server, String userAgent) {
        this.client = client;
        this.server = server;
        this.userAgent = userAgent;
    }

    /** Sends and reads the whole answer, whatever its status. */
    Answer send(Call call, Optional<String> token, JsonLimits limits) {
        BodyCollector collector = new BodyCollector(limits.maximumBytes());
        HttpResponse<AsyncBody> response =
                await(client.consumeBytes(request(call, token, false), collector::consume));
        AsyncBody body = response.body();
        var _ = body.done().whenComplete((_, failure) -> collector.end(failure));
        body.consume();
        try {
            byte[] bytes = await(collector.bytes());
            return new Answer(response.code(), bytes, auditId(response));
        } catch (KubernetesApiException e) {
            body.cancel();
            throw e;
        }
    }

    /** Opens an endless answer; a refusal is thrown. */
    LineStream stream(Call call, Optional<String> token) {
        LineStream lines = new LineStream(LONGEST_EVENT_BYTES);
        HttpResponse<AsyncBody> response =
                await(client.consumeBytes(request(call, token, true), lines::accept));
        lines.attach(response.body());
        if (response.isSuccessful()) {
            return lines;
        }
        byte[] status = new byte[0];
        try {
            status = lines.next(DEADLINE).orElse(status);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lines.close();
        }
        throw refusal(new Answer(response.code(), status, auditId(response)));
    }

    /** The object of a successful answer; a refusal is thrown. */
    static JsonObject object(Answer answer, JsonLimits limits) {
        try {
            return JsonReader.readObject(successful(answer), limits);
        } catch (MalformedJsonException e) {
            throw new KubernetesApiException.Unreadable(
                    "the API server's answer cannot be read: " + e.getMessage(), e);
        }
    }

    /** The body of a successful answer; a refusal is thrown. */
    static byte[] successful(Answer answer) {
        if (!answer.successful()) {
            throw refusal(answer);
        }
        return answer.body;
    }

    static KubernetesApiException refusal(Answer answer) {
        return status(answer.code(), parsedOrEmpty(answer.body), answer.auditId());
    }

    static KubernetesApiException status(int code, JsonObject status, Optional<String> auditId) {
        return KubernetesApiException.of(
                new KubernetesApiException.Answer(
                        code, status.string("reason").orElse(""), message(status), auditId));
    }

    static ProbeAnswer probeAnswer(Answer answer) {
        JsonObject body = parsedOrEmpty(answer.body);
        return answer.successful()
                ? new ProbeAnswer(answer.code(), "", "", body, answer.auditId())
                : new ProbeAnswer(
                        answer.code(),
                        body.string("reason").orElse(""),
                        message(body),
                        body,
                        answer.auditId());
    }

    /** A refusal may come from a proxy that speaks no JSON; its status code still counts. */
    private static JsonObject parsedOrEmpty(byte[] body) {
        try {
            return JsonReader.readObject(body, OBJECT);
        } catch (MalformedJsonException e) {
            return JsonObject.EMPTY;
        }
    }

    private static String message(JsonObject status) {
        String message = status.string("message").orElse("no reason given");
        return message.length() <= LONGEST_MESSAGE
                ? message
                : message.substring(0, LONGEST_MESSAGE);
    }

    private static Optional<String> auditId(HttpResponse<?> response) {
        return Optional.ofNullable(response.header("Audit-Id"));
    }

    private HttpRequest request(Call call, Optional<String> token, boolean streaming) {
        HttpRequest.Builder builder =
                client.newHttpRequestBuilder()
                        .uri(URI.create(base() + call.path()))
                        .header("Accept", "application/json")
                        .header("User-Agent", userAgent);
        if (streaming) {
            builder.forStreaming();
        } else {
            builder.timeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        }
        token.ifPresent(value -> builder.header("Authorization", "Bearer " + value));
        if (!call.contentType().isEmpty()) {
            builder.method(call.method(), call.contentType(), call.body());
        }
        return builder.build();
    }

    private String base() {
        String text = server.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw new KubernetesApiException.Unreachable("interrupted while waiting", e);
        } catch (TimeoutException e) {
            future.cancel(true);
            throw new KubernetesApiException.Unreachable(
                    "no answer from the API server within " + DEADLINE.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KubernetesApiException known) {
                throw known;
            }
            throw new KubernetesApiException.Unreachable(
                    "the API server cannot be reached: " + e.getCause(), e.getCause());
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
