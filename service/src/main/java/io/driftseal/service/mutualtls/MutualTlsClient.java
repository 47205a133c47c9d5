package io.driftseal.service.mutualtls;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLParameters;

/**
 * Calls one other service with JSON over mutual TLS. One deadline covers the whole call, connection
 * and body included; an answer over the bound counts as no answer.
 */
public final class MutualTlsClient implements AutoCloseable {
    private final HttpClient client;
    private final URI base;
    private final Duration deadline;
    private final int maximumAnswerBytes;

    /**
     * @param base {@code https://host:port}, without a path
     * @param expectedPeer the common name the server must have
     */
    public MutualTlsClient(
            MutualTls identity,
            URI base,
            String expectedPeer,
            Duration deadline,
            int maximumAnswerBytes) {
        if (!"https".equals(base.getScheme()) || base.getHost() == null) {
            throw new IllegalArgumentException("the base must be https://host:port: " + base);
        }
        this.base = base;
        this.deadline = deadline;
        this.maximumAnswerBytes = maximumAnswerBytes;
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {MutualTls.PROTOCOL});
        this.client =
                HttpClient.newBuilder()
                        .sslContext(identity.clientContext(expectedPeer))
                        .sslParameters(parameters)
                        .connectTimeout(deadline)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
    }

    /** {@code path} begins with a slash and may carry a query. */
    public PeerAnswer get(String path) throws InterruptedException {
        return send(request(path).GET().build());
    }

    /** Posts {@code json}; the array is not kept. */
    public PeerAnswer post(String path, byte[] json) throws InterruptedException {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(json))
                        .build());
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path))
                .header("Accept", "application/json")
                .timeout(deadline);
    }

    private PeerAnswer send(HttpRequest request) throws InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> call =
                client.sendAsync(
                        request,
                        BodyHandlers.limiting(BodyHandlers.ofByteArray(), maximumAnswerBytes));
        try {
            HttpResponse<byte[]> response = call.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
            return new PeerAnswer.Answered(response.statusCode(), response.body());
        } catch (TimeoutException e) {
            call.cancel(true);
            return new PeerAnswer.Unreachable("no answer within " + deadline.toMillis() + " ms");
        } catch (ExecutionException e) {
            return new PeerAnswer.Unreachable(reason(e));
        } catch (InterruptedException e) {
            call.cancel(true);
            throw e;
        }
    }

    private static String reason(ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String message = cause instanceof IOException ? cause.getMessage() : null;
        return message == null
                ? cause.getClass().getSimpleName()
                : cause.getClass().getSimpleName() + ": " + message;
    }
}
