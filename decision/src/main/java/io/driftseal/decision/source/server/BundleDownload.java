package io.driftseal.decision.source.server;

import io.driftseal.decision.rest.BearerToken;
import io.driftseal.decision.source.PolicySourceException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

/**
 * One request for a bundle. Nothing is repeated here, and only the server that was named is asked:
 * a redirection to another one would send it the token, and take policies from it.
 */
final class BundleDownload {

    /** Of the archive as it travels. */
    static final int MAXIMUM_BYTES = 16 * 1024 * 1024;

    private static final Set<Integer> REDIRECTIONS = Set.of(301, 302, 303, 307, 308);
    private static final int MAXIMUM_REDIRECTIONS = 3;
    private static final int MAXIMUM_ETAG = 256;

    private final BundleServerSettings settings;
    private final BearerToken token;

    /** What the server said. */
    sealed interface Answer {

        /** The bundle of the ETag that we named. */
        record Unchanged() implements Answer {}

        /** A class, because records do not keep arrays to themselves. */
        final class Bundle implements Answer {
            private final byte[] archive;
            private final Optional<String> etag;

            Bundle(byte[] archive, Optional<String> etag) {
                this.archive = archive;
                this.etag = etag;
            }

            byte[] archive() {
                return archive;
            }

            Optional<String> etag() {
                return etag;
            }
        }
    }

    BundleDownload(BundleServerSettings settings) {
        this.settings = settings;
        this.token = new BearerToken(settings.token());
    }

    /**
     * @param etag of the bundle that is known
     * @throws PolicySourceException where it is neither the bundle nor unchanged within the
     *     deadline
     */
    Answer get(Optional<String> etag) throws PolicySourceException {
        long end = System.nanoTime() + settings.deadline().toNanos();
        Optional<String> secret = token();
        HttpClient client = client();
        try {
            URI url = settings.url();
            for (int hops = 0; hops <= MAXIMUM_REDIRECTIONS; hops++) {
                HttpResponse<byte[]> response =
                        send(client, request(url, etag, secret), end - System.nanoTime());
                if (!REDIRECTIONS.contains(response.statusCode())) {
                    return answer(response, etag.isPresent());
                }
                url = target(url, response);
            }
            throw new PolicySourceException("the bundle server redirects without end");
        } finally {
            client.shutdownNow();
        }
    }

    private HttpClient client() throws PolicySourceException {
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .connectTimeout(settings.deadline())
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .version(HttpClient.Version.HTTP_1_1);
        try {
            if (settings.authorities().isPresent()) {
                builder.sslContext(BundleTrust.of(settings.authorities().get()));
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new PolicySourceException(
                    "the authorities of the bundle server cannot be read", e);
        }
        return builder.build();
    }

    private HttpRequest request(URI url, Optional<String> etag, Optional<String> secret) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url)
                        .header("Accept", "application/gzip, application/octet-stream")
                        .GET();
        etag.ifPresent(known -> request.header("If-None-Match", known));
        secret.ifPresent(word -> request.header("Authorization", "Bearer " + word));
        return request.build();
    }

    private HttpResponse<byte[]> send(HttpClient client, HttpRequest request, long nanos)
            throws PolicySourceException {
        CompletableFuture<HttpResponse<byte[]>> call =
                client.sendAsync(
                        request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAXIMUM_BYTES));
        try {
            return call.get(Math.max(nanos, 0), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new PolicySourceException(
                    "the bundle server did not answer within "
                            + settings.deadline().toMillis()
                            + " ms",
                    e);
        } catch (ExecutionException e) {
            throw new PolicySourceException(reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PolicySourceException("interrupted while the bundle server was asked", e);
        } finally {
            call.cancel(true);
        }
    }

    private static Answer answer(HttpResponse<byte[]> response, boolean known)
            throws PolicySourceException {
        int status = response.statusCode();
        if (status == 304 && known) {
            return new Answer.Unchanged();
        }
        if (status != 200) {
            throw new PolicySourceException("the bundle server answered " + status);
        }
        return new Answer.Bundle(
                response.body(),
                response.headers().firstValue("ETag").filter(BundleDownload::isEtag));
    }

    private static boolean isEtag(String etag) {
        return etag.length() <= MAXIMUM_ETAG && etag.matches("(W/)?\"[\\x21\\x23-\\x7e]*\"");
    }

    private static URI target(URI url, HttpResponse<byte[]> response) throws PolicySourceException {
        URI target;
        try {
            target = url.resolve(response.headers().firstValue("Location").orElse(""));
        } catch (IllegalArgumentException e) {
            throw new PolicySourceException("the bundle server redirects to no URL", e);
        }
        boolean same =
                Objects.equals(target.getScheme(), url.getScheme())
                        && Objects.equals(target.getRawAuthority(), url.getRawAuthority());
        if (!same) {
            throw new PolicySourceException(
                    "the bundle server redirects to another server, which is not followed; name"
                            + " that one in policyBundleUrl");
        }
        return target;
    }

    private Optional<String> token() throws PolicySourceException {
        try {
            return token.value();
        } catch (IOException e) {
            throw new PolicySourceException(
                    "the token of the bundle server cannot be read: " + e.getMessage(), e);
        }
    }

    /** Without addresses: those of the network inside are nobody's business outside. */
    private static String reason(ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return switch (cause) {
            case SSLHandshakeException tls -> "no TLS with the bundle server: " + tls.getMessage();
            case ConnectException refused -> "the bundle server cannot be reached";
            case IOException broken ->
                    "the bundle server's answer did not come whole, or is larger than "
                            + MAXIMUM_BYTES
                            + " bytes";
            default -> "the bundle server was not asked: " + cause.getClass().getSimpleName();
        };
    }
}
