package io.driftseal.webhook.certificate;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A caller of the listener with one HTTP/1.1 connection and one HTTP/2 client that it keeps. */
final class Caller implements AutoCloseable {
    private static final String REVIEW =
            """
            {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"1",\
            "resource":{"group":"","version":"v1","resource":"pods"},"namespace":"shop",\
            "operation":"CREATE","userInfo":{"username":"jane","groups":[]}}}\
            """;

    private final SSLSocket socket;
    private final HttpClient client;
    private final URI uri;

    Caller(X509Certificate trusted, int port) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("ca", trusted);
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port);
        client = HttpClient.newBuilder().sslContext(context).build();
        uri = URI.create("https://localhost:" + port + "/stamp");
    }

    /** The head of the answer. */
    String http1() throws IOException {
        socket.getOutputStream()
                .write(
                        """
                        POST /stamp HTTP/1.1\r
                        Host: localhost\r
                        Content-Type: application/json\r
                        Content-Length: %d\r
                        \r
                        %s\
                        """
                                .formatted(REVIEW.length(), REVIEW)
                                .getBytes(StandardCharsets.UTF_8));
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the connection was closed");
            }
            head.append((char) next);
        }
        String lower = head.toString().toLowerCase(Locale.ROOT);
        int start = lower.indexOf("content-length: ") + "content-length: ".length();
        in.readNBytes(Integer.parseInt(lower.substring(start, lower.indexOf("\r\n", start))));
        return head.toString();
    }

    /** Which connection was answered with 200. */
    String http2() throws Exception {
        HttpResponse<Void> answer =
                client.send(
                        HttpRequest.newBuilder(uri)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(REVIEW))
                                .build(),
                        BodyHandlers.discarding());
        if (answer.statusCode() != 200) {
            throw new IOException("answered with " + answer.statusCode());
        }
        return answer.connectionLabel().orElseThrow();
    }

    /** As this caller saw it when it came. */
    X509Certificate leaf() throws IOException {
        return (X509Certificate) chain().getFirst();
    }

    List<Certificate> chain() throws IOException {
        return List.of(socket.getSession().getPeerCertificates());
    }

    @Override
    public void close() throws IOException {
        client.close();
        socket.close();
    }
}
