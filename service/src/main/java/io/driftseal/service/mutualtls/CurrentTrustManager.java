package io.driftseal.service.mutualtls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Asks the material in use at every handshake, and holds a server to the name we called. */
final class CurrentTrustManager extends X509ExtendedTrustManager {
    private final Supplier<X509ExtendedTrustManager> current;
    private final Optional<String> expectedServer;

    CurrentTrustManager(
            Supplier<X509ExtendedTrustManager> current, Optional<String> expectedServer) {
        this.current = current;
        this.expectedServer = expectedServer;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        current.get().checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        current.get().checkServerTrusted(chain, authType, socket);
        checkName(chain[0]);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        current.get().checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        current.get().checkServerTrusted(chain, authType, engine);
        checkName(chain[0]);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        current.get().checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        current.get().checkServerTrusted(chain, authType);
        checkName(chain[0]);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return current.get().getAcceptedIssuers();
    }

    private void checkName(X509Certificate server) throws CertificateException {
        if (expectedServer.isPresent() && !PeerName.of(server).equals(expectedServer)) {
            throw new CertificateException(
                    "the server's common name is not '" + expectedServer.get() + "'");
        }
    }
}
