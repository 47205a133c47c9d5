package io.driftseal.decision.source.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Whose certificates a bundle server may show: the given authorities instead of the system's. */
final class BundleTrust {

    private static final long MAXIMUM_BYTES = 1024 * 1024;

    private BundleTrust() {}

    /**
     * @param authorities PEM file
     */
    static SSLContext of(Path authorities) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (Certificate certificate : read(authorities)) {
            store.setCertificateEntry("authority-" + number++, certificate);
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static Collection<? extends Certificate> read(Path file)
            throws IOException, CertificateException {
        if (Files.size(file) > MAXIMUM_BYTES) {
            throw new IOException("larger than 1 MiB");
        }
        try (InputStream in = Files.newInputStream(file)) {
            var certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new CertificateException("no certificate");
            }
            return certificates;
        }
    }
}
