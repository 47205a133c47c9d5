package io.driftseal.kubernetes.fabric8;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Builds fabric8's HTTP client on exactly the roots of a kubeconfig, without its interceptors and
 * retries: a write that may already have happened is never repeated behind the caller's back.
 */
final class HttpClients {

    private static final String PKCS8 = "-----BEGIN PRIVATE KEY-----";

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

    private HttpClients() {}

    /** A client that identifies itself as the kubeconfig says. */
    static HttpClient own(Kubeconfig kubeconfig) {
        return build(kubeconfig, keyManagers(kubeconfig));
    }

    /** A client without an identity, for probes with somebody else's token. */
    static HttpClient anonymous(Kubeconfig kubeconfig) {
        return build(kubeconfig, new KeyManager[0]);
    }

    private static HttpClient build(Kubeconfig kubeconfig, KeyManager[] keyManagers) {
        HttpClient.Builder builder = new JdkHttpClientFactory().newBuilder();
        builder.connectTimeout(CONNECT_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        builder.sslContext(keyManagers, trustManagers(kubeconfig));
        // One connection per call under way: a watch nobody reads must not hold up other streams.
        builder.preferHttp11();
        builder.tag(
                new RequestConfigBuilder()
                        .withRequestRetryBackoffLimit(0)
                        .withRequestTimeout(0)
                        .build());
        return builder.build();
    }

    private static TrustManager[] trustManagers(Kubeconfig kubeconfig) {
        try {
            KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
            roots.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(stream(kubeconfig.caPem()))) {
                roots.setCertificateEntry("root-" + number++, certificate);
            }
            if (number == 0) {
                throw new IllegalArgumentException("the kubeconfig's CA holds no certificate");
            }
            TrustManagerFactory factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(roots);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("the kubeconfig's CA cannot be read", e);
        }
    }

    private static KeyManager[] keyManagers(Kubeconfig kubeconfig) {
        if (kubeconfig.clientPem().isEmpty()) {
            return new KeyManager[0];
        }
        Kubeconfig.ClientPem pem = kubeconfig.clientPem().get();
        try {
            if (pem.key().contains(PKCS8)) {
                return keyManagers(pem);
            }
            // The older forms of keys, SEC 1 and PKCS 1, are fabric8's to read.
            return SSLUtils.keyManagers(
                    stream(pem.certificate()),
                    stream(pem.key()),
                    algorithm(pem.key()),
                    "",
                    null,
                    "");
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(
                    "the kubeconfig's client certificate cannot be read", e);
        }
    }

    /** fabric8 takes every PKCS 8 key for an RSA key. */
    private static KeyManager[] keyManagers(Kubeconfig.ClientPem pem)
            throws GeneralSecurityException, IOException {
        Certificate[] chain =
                CertificateFactory.getInstance("X.509")
                        .generateCertificates(stream(pem.certificate()))
                        .toArray(Certificate[]::new);
        if (chain.length == 0) {
            throw new CertificateException("there is no certificate in it");
        }
        int start = pem.key().indexOf(PKCS8) + PKCS8.length();
        int end = pem.key().indexOf("-----END", start);
        if (end < 0) {
            throw new InvalidKeyException("the key has no end");
        }
        byte[] der = Base64.getMimeDecoder().decode(pem.key().substring(start, end));
        PrivateKey key =
                KeyFactory.getInstance(chain[0].getPublicKey().getAlgorithm())
                        .generatePrivate(new PKCS8EncodedKeySpec(der));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("client", key, new char[0], chain);
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, new char[0]);
        return factory.getKeyManagers();
    }

    private static String algorithm(String key) throws IOException {
        String found = Config.getKeyAlgorithm(stream(key));
        return found == null ? "RSA" : found;
    }

    private static ByteArrayInputStream stream(String pem) {
        return new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
    }
}
