package io.driftseal.bench.load;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends reviews over TLS as the API server does, over connections that stay open. */
public final class ReviewClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 10_000;

    /**
     * As many as the closed loops have clients. With more of them an open loop that is late for a
     * moment opens one for each request that is due, and is busy with that ever after.
     */
    private static final int CONNECTIONS = 64;

    /** How the API server calls: at a loopback URL the second, at a Service the first. */
    public enum Protocol {
        /** A connection for each request in flight. */
        HTTP_1_MANY_CONNECTIONS,
        /** All requests as streams of one connection. */
        HTTP_2_ONE_CONNECTION
    }

    private final HttpClient http;
    private final int port;

    private ReviewClient(HttpClient http, int port) {
        this.http = http;
        this.port = port;
    }

    public static ReviewClient to(Vertx vertx, Context context, int port, Protocol protocol) {
        var options =
                new HttpClientOptions()
                        .setSsl(true)
                        // It is the time that is measured, not the peer's identity.
                        .setTrustAll(true)
                        .setVerifyHost(false)
                        .setTcpNoDelay(true)
                        .setIdleTimeout(0);
        var pool = new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(100_000);
        switch (protocol) {
            case HTTP_1_MANY_CONNECTIONS -> options.setProtocolVersion(HttpVersion.HTTP_1_1);
            case HTTP_2_ONE_CONNECTION -> {
                options.setProtocolVersion(HttpVersion.HTTP_2).setUseAlpn(true);
                options.setHttp2ConnectionWindowSize(1 << 20);
                pool.setHttp2MaxSize(1);
            }
        }
        var made = new CompletableFuture<HttpClient>();
        context.runOnContext(nothing -> made.complete(vertx.createHttpClient(options, pool)));
        return new ReviewClient(made.join(), port);
    }

    /** The body of the answer; fails unless its status is 200. */
    public Future<byte[]> post(String path, byte[] body) {
        var options =
                new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setURI(path)
                        .putHeader("content-type", "application/json")
                        .setTimeout(TIMEOUT_MILLIS);
        // The body is asked for where the response arrives: asked for behind the future of this
        // method, whose callers are other threads too, it may have passed by then.
        return http.request(options)
                .compose(
                        request -> request.send(Buffer.buffer(body)).compose(ReviewClient::bodyOf));
    }

    private static Future<byte[]> bodyOf(HttpClientResponse response) {
        return response.body()
                .map(answer -> {
                    if (response.statusCode() != 200) {
                        throw new IllegalStateException(response.statusCode() + " " + answer);
                    }
                    return answer.getBytes();
                });
    }

    /** As {@link #post}, waiting. */
    public byte[] postNow(String path, byte[] body) throws InterruptedException {
        try {
            return post(path, body)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(TIMEOUT_MILLIS * 2L, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("no answer at " + path, e);
        }
    }

    @Override
    public void close() {
        http.close().toCompletionStage().toCompletableFuture().join();
    }
}
