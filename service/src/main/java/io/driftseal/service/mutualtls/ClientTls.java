package io.driftseal.service.mutualtls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls to a server that is not one of ours: the authorities that issue its certificate, and our
 * own certificate where it asks for one. Files that changed are read again at the next handshake;
 * where they cannot be, what was read before stays.
 */
public final class ClientTls {
    private static final Logger LOG = LoggerFactory.getLogger(ClientTls.class);

    private final Path authorities;
    private final Optional<Path> identity;
    private Read read;

    /** One consistent reading. */
    private record Read(
            List<FileTime> times,
            X509ExtendedTrustManager trust,
            @Nullable X509ExtendedKeyManager key) {}

    private ClientTls(Path authorities, Optional<Path> identity) throws MutualTlsException {
        this.authorities = authorities;
        this.identity = identity;
        this.read = read();
    }

    /**
     * Sockets that trust the authorities and nobody else. Callers ask for the endpoint's
     * identification.
     *
     * @param authorities file with certificates in PEM
     * @param identity directory with our {@code tls.crt} and {@code tls.key}; empty for none
     */
    public static SSLSocketFactory load(Path authorities, Optional<Path> identity)
            throws MutualTlsException {
        var files = new ClientTls(authorities, identity);
        try {
            SSLContext context = SSLContext.getInstance(MutualTls.PROTOCOL);
            KeyManager[] keys =
                    identity.isEmpty()
                            ? new KeyManager[0]
                            : new KeyManager[] {KeyManagers.current(files::key)};
            var trust = new CurrentTrustManager(files::trust, Optional.empty());
            context.init(keys, new TrustManager[] {trust}, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK offers no TLS 1.3", e);
        }
    }

    private X509ExtendedTrustManager trust() {
        return current().trust();
    }

    private X509ExtendedKeyManager key() {
        X509ExtendedKeyManager key = current().key();
        if (key == null) {
            throw new IllegalStateException("asked for a certificate that was never configured");
        }
        return key;
    }

    private synchronized Read current() {
        try {
            if (!times().equals(read.times())) {
                read = read();
            }
        } catch (MutualTlsException e) {
            LOG.atWarn().setCause(e).log("new certificates cannot be used, the old ones stay");
        }
        return read;
    }

    private Read read() throws MutualTlsException {
        List<FileTime> times = times();
        try {
            X509ExtendedTrustManager trust =
                    Material.trustManager(PemFiles.certificates(authorities));
            if (identity.isEmpty()) {
                return new Read(times, trust, null);
            }
            return new Read(
                    times,
                    trust,
                    KeyManagers.of(
                            PemFiles.privateKey(identity.get().resolve("tls.key")),
                            PemFiles.certificates(identity.get().resolve("tls.crt"))));
        } catch (GeneralSecurityException | IOException e) {
            throw new MutualTlsException(authorities + " holds unusable certificates", e);
        }
    }

    private List<FileTime> times() throws MutualTlsException {
        List<Path> files = new ArrayList<>(List.of(authorities));
        identity.ifPresent(directory ->
                files.addAll(List.of(directory.resolve("tls.crt"), directory.resolve("tls.key"))));
        List<FileTime> times = new ArrayList<>();
        for (Path file : files) {
            try {
                times.add(Files.getLastModifiedTime(file));
            } catch (IOException e) {
                throw new MutualTlsException(file + " cannot be read", e);
            }
        }
        return List.copyOf(times);
    }
}
