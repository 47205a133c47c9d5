package io.driftseal.service.handshake;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Shakes hands with a server as the API server would, trusting only the given roots, and says
 * whether that works. Sends no request and shows no certificate.
 */
public final class TrustProbe {
    private final Duration deadline;
    private final InstantSource clock;

    /**
     * @param deadline for the connection and again for the handshake
     */
    public TrustProbe(Duration deadline, InstantSource clock) {
        this.deadline = deadline;
        this.clock = clock;
    }

    /**
     * One handshake.
     *
     * @param address where to connect
     * @param host the name that the certificate must carry
     * @param roots the only ones trusted
     */
    public Outcome probe(InetSocketAddress address, String host, List<X509Certificate> roots) {
        if (roots.isEmpty()) {
            return new Outcome.Untrusted("the caBundle holds no certificate");
        }
        if (address.isUnresolved()) {
            return new Outcome.Unreachable(address.getHostString() + " is not known");
        }
        int millis = Math.toIntExact(deadline.toMillis());
        try (Socket plain = new Socket()) {
            plain.connect(address, millis);
            plain.setSoTimeout(millis);
            try (SSLSocket socket =
                    (SSLSocket)
                            context(roots)
                                    .getSocketFactory()
                                    .createSocket(plain, host, address.getPort(), false)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setProtocols(new String[] {"TLSv1.3"});
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                X509Certificate leaf =
                        (X509Certificate) socket.getSession().getPeerCertificates()[0];
                return new Outcome.Trusted(leaf.getNotAfter().toInstant());
            }
        } catch (SSLException e) {
            return new Outcome.Untrusted(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new Outcome.Unreachable(String.valueOf(e.getMessage()));
        }
    }

    private SSLContext context(List<X509Certificate> roots) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < roots.size(); i++) {
                store.setCertificateEntry("root-" + i, roots.get(i));
            }
            PKIXBuilderParameters parameters =
                    new PKIXBuilderParameters(store, new X509CertSelector());
            // What the API server's own roots do not offer either.
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(clock.instant()));
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(new CertPathTrustManagerParameters(parameters));
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK cannot verify certificates", e);
        }
    }

    /** What came of a handshake. */
    public sealed interface Outcome {
        /**
         * @param notAfter of the leaf that was shown
         */
        record Trusted(Instant notAfter) implements Outcome {}

        /** Somebody answered whom the roots do not vouch for, or under another name. */
        record Untrusted(String reason) implements Outcome {}

        /** Nobody answered. */
        record Unreachable(String reason) implements Outcome {}
    }
}
