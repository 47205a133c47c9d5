package io.driftseal.webhook.certificate;

import io.driftseal.service.mutualtls.KeyManagers;
import io.driftseal.service.mutualtls.MutualTlsException;
import io.driftseal.service.mutualtls.PemFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.X509ExtendedKeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A certificate that somebody else makes and renews: {@code tls.crt} (leaf first, then its chain)
 * and {@code tls.key} in a directory, as cert-manager's Secret is mounted. Read again when their
 * content changes; a pair that cannot be used, as in the middle of a change, leaves the last good
 * one in use.
 */
public final class CertificateFiles implements ServedCertificate {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateFiles.class);

    private final Path certificateFile;
    private final Path keyFile;
    private final InstantSource clock;
    private volatile Optional<String> failure = Optional.empty();
    private volatile Current current;

    private CertificateFiles(Path directory, InstantSource clock) throws MutualTlsException {
        this.certificateFile = directory.resolve("tls.crt");
        this.keyFile = directory.resolve("tls.key");
        this.clock = clock;
        this.current = usable(texts());
    }

    /**
     * @throws IOException if the files cannot be used; without a first pair nothing can be served
     */
    public static CertificateFiles open(Path directory, InstantSource clock) throws IOException {
        try {
            return new CertificateFiles(directory, clock);
        } catch (MutualTlsException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * Takes a changed pair into use for new handshakes.
     *
     * @throws IOException if the files cannot be used, changed or not; what was in use stays
     */
    public synchronized void refresh() throws IOException {
        try {
            Texts texts = texts();
            if (texts.equals(current.texts())) {
                requireInItsTime(current.leaf());
            } else {
                current = usable(texts);
                LOG.atInfo().addKeyValue("notAfter", notAfter()).log("serving certificate read");
            }
            failure = Optional.empty();
        } catch (MutualTlsException e) {
            failure = Optional.of(String.valueOf(e.getMessage()));
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Why the files could not be used at the last refresh; empty if they could. */
    public Optional<String> failure() {
        return failure;
    }

    @Override
    public X509ExtendedKeyManager keyManager() {
        return KeyManagers.current(() -> current.manager());
    }

    @Override
    public Instant notAfter() {
        return current.leaf().getNotAfter().toInstant();
    }

    private Texts texts() throws MutualTlsException {
        return new Texts(PemFiles.text(certificateFile), PemFiles.text(keyFile));
    }

    private Current usable(Texts texts) throws MutualTlsException {
        List<X509Certificate> chain =
                PemFiles.certificatesOf(texts.certificate(), certificateFile.toString());
        PrivateKey key = PemFiles.privateKeyOf(texts.key(), keyFile.toString());
        requireInItsTime(chain.getFirst());
        try {
            return new Current(texts, chain.getFirst(), KeyManagers.of(key, chain));
        } catch (MutualTlsException e) {
            throw new MutualTlsException(
                    keyFile + " is not the key of the certificate in " + certificateFile, e);
        }
    }

    /** No caller would trust it: whatever else is in use is not worse. */
    private void requireInItsTime(X509Certificate leaf) throws MutualTlsException {
        Instant now = clock.instant();
        Instant begin = leaf.getNotBefore().toInstant();
        Instant end = leaf.getNotAfter().toInstant();
        if (now.isBefore(begin)) {
            throw new MutualTlsException(
                    certificateFile + " holds a certificate that is not valid before " + begin,
                    null);
        }
        if (!now.isBefore(end)) {
            throw new MutualTlsException(
                    certificateFile + " holds a certificate that has expired at " + end, null);
        }
    }

    /** What was read last. Holds the key: this record is never printed. */
    private record Texts(String certificate, String key) {
        @Override
        public String toString() {
            return "Texts";
        }
    }

    private record Current(Texts texts, X509Certificate leaf, X509ExtendedKeyManager manager) {}
}
