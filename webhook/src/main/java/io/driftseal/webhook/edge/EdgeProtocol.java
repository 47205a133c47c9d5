package io.driftseal.webhook.edge;

import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.KeyCertOptions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509ExtendedKeyManager;

/** What is spoken at the edge, TLS 1.3 with HTTP/2 or HTTP/1.1, and what a peer may take of it. */
final class EdgeProtocol {
    /** The API server sends a dozen short headers. */
    static final int MAXIMUM_HEADER_BYTES = 8 * 1024;

    /**
     * Streams taken back by the peer, in {@value #RESET_WINDOW_SECONDS} s; above it the connection
     * ends (CVE-2023-44487). An API server whose callers go away, or whose timeout is shorter than
     * our deadline, takes back at most all streams of a connection a few times a second.
     */
    static final int MAXIMUM_RESETS = 1_000;

    private static final int RESET_WINDOW_SECONDS = 10;

    /** Header blocks come in one frame; many small pieces are an attack (CVE-2024-27316). */
    private static final int MAXIMUM_SMALL_CONTINUATIONS = 16;

    /** Several bodies of the usual size in flight on one connection without waiting for credit. */
    private static final int CONNECTION_WINDOW_BYTES = 2 * 1024 * 1024;

    private static final int STREAM_WINDOW_BYTES = 256 * 1024;

    private EdgeProtocol() {}

    static HttpServerOptions options(
            ListenerSettings settings, Connections.Bounds bounds, X509ExtendedKeyManager key) {
        return new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(KeyCertOptions.wrap(key))
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
                .setSslHandshakeTimeout(bounds.handshake().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setUseAlpn(true)
                .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
                .setTcpNoDelay(true)
                // For who has not even said which protocol: everybody else is known by then.
                .setIdleTimeout(
                        Math.toIntExact(
                                bounds.withoutRequest().plus(bounds.sweep()).toMillis() * 2))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setHandle100ContinueAutomatically(true)
                .setMaxHeaderSize(MAXIMUM_HEADER_BYTES)
                .setInitialSettings(
                        new Http2Settings()
                                .setMaxConcurrentStreams(maximumStreams(settings))
                                .setMaxHeaderListSize(MAXIMUM_HEADER_BYTES)
                                .setInitialWindowSize(STREAM_WINDOW_BYTES))
                .setHttp2ConnectionWindowSize(CONNECTION_WINDOW_BYTES)
                .setHttp2RstFloodMaxRstFramePerWindow(MAXIMUM_RESETS)
                .setHttp2RstFloodWindowDuration(RESET_WINDOW_SECONDS)
                .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS)
                .setHttp2MaxSmallContinuationFrames(MAXIMUM_SMALL_CONTINUATIONS);
    }

    /**
     * Of one connection. Twice the reviews, so that whoever asks for more than is reviewed hears
     * 429; at twice as much Go's client opens a further connection, which gets a loop of its own.
     */
    static int maximumStreams(ListenerSettings settings) {
        return 2 * settings.maximumConcurrentReviews();
    }
}
