package io.driftseal.scanner.notification;

import io.driftseal.service.configuration.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One POST of JSON to a public service, with a deadline and a bounded answer. Redirects are not
 * followed: the URL is a secret, or the body carries one.
 */
final class HttpAttempt implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int MAXIMUM_ANSWER_BYTES = 16 * 1024;
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final HttpClient client =
            HttpClient.newBuilder()
                    .connectTimeout(DEADLINE)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();

    /** What came back. */
    sealed interface Outcome {
        record Answered(int status, String body, Optional<Duration> retryAfter)
                implements Outcome {}

        record NoAnswer(String reason) implements Outcome {}
    }

    /**
     * @throws IllegalArgumentException unless the URL is HTTPS, or HTTP to this machine; the
     *     message does not contain the URL
     */
    static URI requireConfidential(URI url) {
        boolean local = "http".equals(url.getScheme()) && LOOPBACK.contains(host(url));
        if (url.getHost() == null || !("https".equals(url.getScheme()) || local)) {
            throw new IllegalArgumentException(
                    "the URL must be https://, or http:// to this machine (it is a secret, so it"
                            + " is not repeated here)");
        }
        return url;
    }

    /**
     * @throws IllegalArgumentException if it is no URL; the message does not contain it
     */
    static URI secretUrl(Secret url) {
        try {
            return new URI(url.reveal());
        } catch (URISyntaxException e) {
            // Without its cause, whose message repeats the URL.
            throw new IllegalArgumentException("the configured secret is not a URL");
        }
    }

    private static String host(URI url) {
        return url.getHost() == null ? "" : url.getHost();
    }

    Outcome post(URI url, String json) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(url)
                        .timeout(DEADLINE)
                        .header("Content-Type", "application/json; charset=utf-8")
                        .POST(HttpRequest.BodyPublishers.ofString(json, StandardCharsets.UTF_8))
                        .build();
        try {
            HttpResponse<byte[]> response =
                    client.send(
                            request,
                            HttpResponse.BodyHandlers.limiting(
                                    HttpResponse.BodyHandlers.ofByteArray(), MAXIMUM_ANSWER_BYTES));
            return new Outcome.Answered(
                    response.statusCode(),
                    new String(response.body(), StandardCharsets.UTF_8),
                    retryAfter(response.headers()));
        } catch (IOException e) {
            // The message may repeat the URL; the class says enough.
            return new Outcome.NoAnswer(e.getClass().getSimpleName());
        }
    }

    /** Whole seconds; the date form is not used by these services and counts as absent. */
    private static Optional<Duration> retryAfter(HttpHeaders headers) {
        try {
            OptionalLong seconds = headers.firstValueAsLong("Retry-After");
            return seconds.isPresent() && seconds.getAsLong() >= 0
                    ? Optional.of(Duration.ofSeconds(Math.min(seconds.getAsLong(), 3_600)))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
