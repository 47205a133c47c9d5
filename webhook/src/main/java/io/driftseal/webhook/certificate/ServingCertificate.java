package io.driftseal.webhook.certificate;

import io.driftseal.service.certificate.CertificateAuthority;
import io.driftseal.service.certificate.IssuedCertificate;
import io.driftseal.service.certificate.PrivateFiles;
import io.driftseal.service.mutualtls.KeyManagers;
import io.driftseal.service.mutualtls.MutualTlsException;
import io.driftseal.service.mutualtls.PemFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.net.ssl.X509ExtendedKeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the API server sees of us: a leaf of an authority that is ours alone, kept in a directory
 * ({@code serving-ca.pem}, {@code serving-ca.key}, {@code serving.pem}, {@code serving.key}, mode
 * 0600). The authority outlives restarts, so that the caBundle stays right; the leaf is replaced
 * when a third of its life is left, read by the next handshake, and drops no connection.
 */
public final class ServingCertificate {
    private static final Logger LOG = LoggerFactory.getLogger(ServingCertificate.class);
    private static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3650);

    private final Path directory;
    private final Leaf leaf;
    private final InstantSource clock;
    private final CertificateAuthority authority;
    private volatile IssuedCertificate current;
    private volatile X509ExtendedKeyManager manager;

    private ServingCertificate(
            Path directory, Leaf leaf, InstantSource clock, CertificateAuthority authority) {
        this.directory = directory;
        this.leaf = leaf;
        this.clock = clock;
        this.authority = authority;
        this.current = authority.authority();
        this.manager = KeyManagers.of(current);
    }

    /**
     * Reads the directory, and makes what is missing or unfit in it.
     *
     * @throws CertificateStoreException if it cannot be read or written
     */
    public static ServingCertificate open(
            Path directory, Leaf leaf, InstantSource clock, SecureRandom random)
            throws CertificateStoreException {
        try {
            CertificateAuthority authority = authority(directory, clock, random);
            var serving = new ServingCertificate(directory, leaf, clock, authority);
            if (Files.exists(directory.resolve("serving.pem"))) {
                serving.use(read(directory, "serving"));
            }
            serving.renewIfDue();
            return serving;
        } catch (IOException | MutualTlsException e) {
            throw new CertificateStoreException(
                    "certificate directory " + directory + " cannot be used: " + e.getMessage(), e);
        }
    }

    /**
     * Replaces the leaf if a third of its life is left, its names are not those configured, or it
     * is not of our authority.
     *
     * @return whether it was replaced
     */
    public synchronized boolean renewIfDue() throws IOException {
        if (!due(current.certificate())) {
            return false;
        }
        IssuedCertificate issued =
                authority.issue("driftseal-webhook", leaf.names(), leaf.validity());
        PrivateFiles.write(directory.resolve("serving.key"), issued.privateKeyPem());
        PrivateFiles.write(directory.resolve("serving.pem"), issued.certificatePem());
        use(issued);
        LOG.atInfo()
                .addKeyValue("notAfter", issued.certificate().getNotAfter().toInstant())
                .log("serving certificate issued");
        return true;
    }

    /** For the listener: the leaf in use at each handshake. */
    public X509ExtendedKeyManager keyManager() {
        return KeyManagers.current(() -> manager);
    }

    /** For {@code clientConfig.caBundle}: base64 of the authority's PEM. */
    public String caBundle() {
        return Base64.getEncoder()
                .encodeToString(
                        authority.authority().certificatePem().getBytes(StandardCharsets.US_ASCII));
    }

    public Instant notAfter() {
        return current.certificate().getNotAfter().toInstant();
    }

    public Instant authorityNotAfter() {
        return authority.authority().certificate().getNotAfter().toInstant();
    }

    private void use(IssuedCertificate issued) {
        current = issued;
        manager = KeyManagers.of(issued);
    }

    private boolean due(X509Certificate certificate) {
        Instant start = certificate.getNotBefore().toInstant();
        Instant end = certificate.getNotAfter().toInstant();
        Instant renewal = end.minus(Duration.between(start, end).dividedBy(3));
        boolean ours =
                certificate
                        .getIssuerX500Principal()
                        .equals(authority.authority().certificate().getSubjectX500Principal());
        return !ours
                || !names(certificate).equals(new TreeSet<>(leaf.names()))
                || !clock.instant().isBefore(renewal);
    }

    private static Set<String> names(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? Set.of()
                    : names.stream()
                            .map(name -> String.valueOf(name.get(1)))
                            .collect(Collectors.toCollection(TreeSet::new));
        } catch (CertificateParsingException e) {
            return Set.of();
        }
    }

    private static CertificateAuthority authority(
            Path directory, InstantSource clock, SecureRandom random)
            throws IOException, MutualTlsException {
        if (Files.exists(directory.resolve("serving-ca.pem"))) {
            return new CertificateAuthority(read(directory, "serving-ca"), clock, random);
        }
        CertificateAuthority authority =
                CertificateAuthority.create(
                        "driftseal-webhook-ca", AUTHORITY_VALIDITY, clock, random);
        // The key first: a certificate without its key would be read as an authority.
        PrivateFiles.write(
                directory.resolve("serving-ca.key"), authority.authority().privateKeyPem());
        PrivateFiles.write(
                directory.resolve("serving-ca.pem"), authority.authority().certificatePem());
        return authority;
    }

    private static IssuedCertificate read(Path directory, String name) throws MutualTlsException {
        return new IssuedCertificate(
                PemFiles.certificates(directory.resolve(name + ".pem")).getFirst(),
                PemFiles.privateKey(directory.resolve(name + ".key")));
    }

    /**
     * What the leaf is to be.
     *
     * @param names DNS names and addresses by which the API server calls us
     */
    public record Leaf(List<String> names, Duration validity) {
        public Leaf {
            names = List.copyOf(names);
            if (names.isEmpty() || !validity.isPositive()) {
                throw new IllegalArgumentException(
                        "a serving certificate needs a name and a positive validity");
            }
        }
    }
}
