package io.driftseal.service.mutualtls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the material in use at every handshake, and holds a server to the name we called. */
final class CurrentTrustManager extends X509ExtendedTrustManager {
    private static final Logger LOG = LoggerFactory.getLogger(CurrentTrustManager.class);
    private static final Duration LOG_PAUSE = Duration.ofMinutes(1);

    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong logged = new AtomicLong(System.nanoTime());
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
        try {
            current.get().checkClientTrusted(chain, authType, socket);
        } catch (CertificateException e) {
            throw refused(e);
        }
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
        try {
            current.get().checkClientTrusted(chain, authType, engine);
        } catch (CertificateException e) {
            throw refused(e);
        }
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
        try {
            current.get().checkClientTrusted(chain, authType);
        } catch (CertificateException e) {
            throw refused(e);
        }
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

    /** Said once in a while, however often they come: what is in the certificate is theirs. */
    private CertificateException refused(CertificateException cause) {
        long count = refused.incrementAndGet();
        long now = System.nanoTime();
        long last = logged.get();
        if ((count == 1 || now - last > LOG_PAUSE.toNanos()) && logged.compareAndSet(last, now)) {
            LOG.atWarn()
                    .addKeyValue("refused", count)
                    .log("peer certificate is not of our authority, or not valid now");
        }
        return cause;
    }

    private void checkName(X509Certificate server) throws CertificateException {
        if (expectedServer.isPresent() && !PeerName.of(server).equals(expectedServer)) {
            throw new CertificateException(
                    "the server's common name is not '" + expectedServer.get() + "'");
        }
    }
}
