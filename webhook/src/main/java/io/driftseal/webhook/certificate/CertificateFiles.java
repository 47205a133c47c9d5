package io.driftseal.webhook.certificate;

import io.driftseal.service.mutualtls.KeyManagers;
import io.driftseal.service.mutualtls.MutualTlsException;
import io.driftseal.service.mutualtls.PemFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.X509ExtendedKeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A certificate that somebody else makes and renews: {@code tls.crt} (leaf first, then its chain)
 * and {@code tls.key} in a directory, as cert-manager's Secret is mounted. Read again when their
 * content changes; files that do not fit each other, as in the middle of a change, leave the last
 * good pair in use.
 */
public final class CertificateFiles implements ServedCertificate {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateFiles.class);

    private final Path certificateFile;
    private final Path keyFile;
    private volatile Current current;

    private CertificateFiles(Path directory) throws IOException, MutualTlsException {
        this.certificateFile = directory.resolve("tls.crt");
        this.keyFile = directory.resolve("tls.key");
        this.current = read();
    }

    /**
     * @throws IOException if the files cannot be used; without a first pair nothing can be served
     */
    public static CertificateFiles open(Path directory) throws IOException {
        try {
            return new CertificateFiles(directory);
        } catch (MutualTlsException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * Takes a changed pair into use for new handshakes.
     *
     * @throws IOException if there is a changed pair that cannot be used
     */
    public synchronized void refresh() throws IOException {
        try {
            String text = Files.readString(certificateFile) + Files.readString(keyFile);
            if (text.equals(current.text())) {
                return;
            }
            current = read();
            LOG.atInfo().addKeyValue("notAfter", notAfter()).log("serving certificate read");
        } catch (MutualTlsException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public X509ExtendedKeyManager keyManager() {
        return KeyManagers.current(() -> current.manager());
    }

    @Override
    public Instant notAfter() {
        return current.leaf().getNotAfter().toInstant();
    }

    private Current read() throws IOException, MutualTlsException {
        String certificateText = Files.readString(certificateFile);
        String keyText = Files.readString(keyFile);
        List<X509Certificate> chain =
                PemFiles.certificatesOf(certificateText, certificateFile.toString());
        PrivateKey key = PemFiles.privateKeyOf(keyText, keyFile.toString());
        return new Current(certificateText + keyText, chain.getFirst(), KeyManagers.of(key, chain));
    }

    /** The text holds the key: this record is never printed. */
    private record Current(String text, X509Certificate leaf, X509ExtendedKeyManager manager) {
        @Override
        public String toString() {
            return "Current[" + leaf.getSubjectX500Principal() + "]";
        }
    }
}
