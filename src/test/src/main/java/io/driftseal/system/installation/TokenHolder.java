package io.driftseal.system.installation;

import io.driftseal.system.cluster.Cluster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Somebody who holds a service-account token and nothing else. */
final class TokenHolder {

    private static final Pattern AUTHORITY =
            Pattern.compile("certificate-authority-data: *\"?([A-Za-z0-9+/=]+)");

    private final Cluster cluster;
    private final String token;

    TokenHolder(Cluster cluster, String token) {
        this.cluster = cluster;
        this.token = token;
    }

    /** The HTTP status of creating a ConfigMap in a dry run. */
    int dryRunWrite(String namespace) {
        URI uri =
                URI.create(
                        cluster.apiServerUrl()
                                + "/api/v1/namespaces/"
                                + namespace
                                + "/configmaps?dryRun=All");
        String body =
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"loot\"}}";
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .timeout(Duration.ofSeconds(10))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                        .build();
        try (HttpClient http = HttpClient.newBuilder().sslContext(clusterTrust()).build()) {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new InstallationException("the API server did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InstallationException("interrupted while using a token", e);
        }
    }

    /** Trusts the cluster's CA, as the kubeconfig names it, and shows no certificate of its own. */
    private SSLContext clusterTrust() throws IOException {
        String kubeconfig = Files.readString(cluster.adminKubeconfig());
        Matcher authority = AUTHORITY.matcher(kubeconfig);
        if (!authority.find()) {
            throw new InstallationException("the kubeconfig names no CA");
        }
        byte[] pem = Base64.getDecoder().decode(authority.group(1));
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry(
                    "cluster",
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(pem)));
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new InstallationException("cannot trust the cluster's CA", e);
        }
    }
}
