package io.driftseal.service.mutualtls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A service's own identity and the CA it trusts, from one directory: {@code ca.pem}, {@code
 * <name>.pem}, {@code <name>.key}. TLS 1.3 only. The managers given out read the current material
 * at every handshake, so {@link #reloadIfChanged()} needs no restart and drops no connection.
 */
public final class MutualTls {
    public static final String PROTOCOL = "TLSv1.3";

    private final Path directory;
    private final String name;
    private volatile Material material;
    private volatile List<FileTime> read;

    private MutualTls(Path directory, String name, Material material, List<FileTime> read) {
        this.directory = directory;
        this.name = name;
        this.material = material;
        this.read = read;
    }

    /**
     * Reads the three files.
     *
     * @param name the service's name, also the common name that its peers see
     */
    public static MutualTls load(Path directory, String name) throws MutualTlsException {
        List<FileTime> times = times(directory, name);
        return new MutualTls(directory, name, Material.read(directory, name), times);
    }

    /**
     * Reads the files again if one of them changed. On failure the material in use stays.
     *
     * @return whether new material is in use
     */
    public synchronized boolean reloadIfChanged() throws MutualTlsException {
        List<FileTime> times = times(directory, name);
        if (times.equals(read)) {
            return false;
        }
        material = Material.read(directory, name);
        read = times;
        return true;
    }

    public Path caFile() {
        return directory.resolve("ca.pem");
    }

    public Path certificateFile() {
        return directory.resolve(name + ".pem");
    }

    public Path keyFile() {
        return directory.resolve(name + ".key");
    }

    /** Our own certificate, for the metric of its expiry. */
    public X509Certificate certificate() {
        return material.certificate();
    }

    /** For servers; accepts every peer with a certificate of the CA: authorise by common name. */
    public SSLContext serverContext() {
        return context(Optional.empty());
    }

    /** For clients; the handshake fails unless the server's common name is {@code expectedPeer}. */
    public SSLContext clientContext(String expectedPeer) {
        return context(Optional.of(expectedPeer));
    }

    /** For frameworks that take managers instead of a context. */
    public X509ExtendedKeyManager keyManager() {
        return new CurrentKeyManager(() -> material.keyManager());
    }

    /** As {@link #serverContext()}: any peer with a certificate of the CA. */
    public X509ExtendedTrustManager trustManager() {
        return new CurrentTrustManager(() -> material.trustManager(), Optional.empty());
    }

    private SSLContext context(Optional<String> expectedPeer) {
        try {
            SSLContext context = SSLContext.getInstance(PROTOCOL);
            context.init(
                    new KeyManager[] {keyManager()},
                    new TrustManager[] {
                        new CurrentTrustManager(() -> material.trustManager(), expectedPeer)
                    },
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK offers no TLS 1.3", e);
        }
    }

    private static List<FileTime> times(Path directory, String name) throws MutualTlsException {
        List<FileTime> times = new ArrayList<>();
        for (String file : List.of("ca.pem", name + ".pem", name + ".key")) {
            Path path = directory.resolve(file);
            try {
                times.add(Files.getLastModifiedTime(path));
            } catch (IOException e) {
                throw new MutualTlsException(
                        path + " cannot be read; 'driftseal keys init' makes it", e);
            }
        }
        return List.copyOf(times);
    }
}
