package io.driftseal.system.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** HTTP with a client certificate of the cluster, for the harness's own questions. */
final class ClusterHttp implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final HttpClient client;

    ClusterHttp(Identity authority, Identity user) {
        this.client =
                HttpClient.newBuilder()
                        .sslContext(context(authority, user))
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(LIMIT)
                        .build();
    }

    /**
     * @param status HTTP status, or 0 if nobody answered
     */
    record Answer(int status, String body) {
        boolean ok() {
            return status == 200;
        }
    }

    /** An answer in any case: while a server starts, silence is one. */
    Answer get(String url) {
        return get(url, "*/*");
    }

    /** The same, of this content type. */
    Answer get(String url, String accepted) {
        try {
            return send(
                    HttpRequest.newBuilder(URI.create(url))
                            .timeout(LIMIT)
                            .header("Accept", accepted)
                            .GET()
                            .build());
        } catch (IOException notYet) {
            return new Answer(0, String.valueOf(notYet.getMessage()));
        }
    }

    Answer postJson(String url, String body) throws IOException {
        return send(
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(LIMIT)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    private Answer send(HttpRequest request) throws IOException {
        try {
            HttpResponse<String> response =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted while asking " + request.uri(), stopped);
        }
    }

    private static SSLContext context(Identity authority, Identity user) {
        try {
            char[] password = "memory-only".toCharArray();
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry("user", user.key(), password, new Certificate[] {user.certificate()});
            KeyManagerFactory keyManagers =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keyManagers.init(keys, password);
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("authority", authority.certificate());
            TrustManagerFactory trustManagers =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trustManagers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException failure) {
            throw new ClusterException("the cluster's certificates are not usable", failure);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
