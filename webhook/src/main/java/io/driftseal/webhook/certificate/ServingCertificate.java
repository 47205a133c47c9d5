package io.driftseal.webhook.certificate;

import io.driftseal.service.certificate.CertificateAuthority;
import io.driftseal.service.certificate.IssuedCertificate;
import io.driftseal.service.mutualtls.KeyManagers;
import io.driftseal.webhook.shared.SharedDocument;
import java.io.IOException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.X509ExtendedKeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the API server sees of us: a leaf in memory, signed by the authority that all replicas
 * share. Neither a restart nor a rotation drops a connection: the leaf is asked for at each
 * handshake, and whoever has shaken hands is not asked again.
 */
public final class ServingCertificate implements ServedCertificate {
    private static final Logger LOG = LoggerFactory.getLogger(ServingCertificate.class);

    /** Two replicas may write at once; a third try means that a store refuses for good. */
    private static final int ATTEMPTS = 5;

    private final SharedDocument document;
    private final Leaf leaf;
    private final Rotation rotation;
    private final InstantSource clock;
    private final SecureRandom random;
    private final AtomicLong rotations = new AtomicLong();
    private volatile Current current;

    private ServingCertificate(
            SharedDocument document,
            Leaf leaf,
            Rotation rotation,
            InstantSource clock,
            SecureRandom random,
            Authorities authorities) {
        this.document = document;
        this.leaf = leaf;
        this.rotation = rotation;
        this.clock = clock;
        this.random = random;
        this.current = issue(authorities);
    }

    /**
     * Takes what is stored, or stores a first authority: of several replicas that start at once,
     * one's is everybody's.
     *
     * @throws IOException if the store cannot be used
     */
    public static ServingCertificate open(
            SharedDocument document,
            Leaf leaf,
            Rotation.Lives lives,
            InstantSource clock,
            SecureRandom random)
            throws IOException {
        Rotation rotation = new Rotation(lives, clock, random);
        Authorities authorities = null;
        for (int attempt = 0; attempt < ATTEMPTS && authorities == null; attempt++) {
            SharedDocument.Stored stored = document.read();
            if (stored.text().isPresent()) {
                authorities = AuthoritiesDocument.read(stored.text().get(), document.place());
            } else {
                Authorities first = rotation.first();
                if (document.replace(stored, AuthoritiesDocument.write(first))) {
                    authorities = first;
                    LOG.atInfo().addKeyValue("place", document.place()).log("authority made");
                }
            }
        }
        if (authorities == null) {
            throw new IOException(document.place() + " is written by others again and again");
        }
        return new ServingCertificate(document, leaf, rotation, clock, random, authorities);
    }

    /**
     * Reads what is stored, takes the steps that are due, and replaces the leaf where it must be.
     * With a store that cannot be used, the leaf is still replaced in time, by the authority we
     * know.
     *
     * @param carried what was seen of the configurations before this call
     * @throws IOException if the store cannot be used; what we serve stays
     */
    public synchronized void refresh(Rotation.Carried carried) throws IOException {
        try {
            use(advanced(carried));
        } catch (IOException e) {
            use(current.authorities());
            throw e;
        }
    }

    private Authorities advanced(Rotation.Carried carried) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            SharedDocument.Stored stored = document.read();
            // Emptied by somebody: what we serve is what callers trust, so it goes back.
            Authorities known =
                    stored.text().isPresent()
                            ? AuthoritiesDocument.read(stored.text().get(), document.place())
                            : current.authorities();
            Optional<Authorities> next = rotation.next(known, carried);
            if (next.isEmpty() && stored.text().isPresent()) {
                return known;
            }
            Authorities wanted = next.orElse(known);
            if (document.replace(stored, AuthoritiesDocument.write(wanted))) {
                step(known, wanted);
                // A further step rests on what callers are seen to carry: it is the next round's.
                return wanted;
            }
        }
        throw new IOException(document.place() + " is written by others again and again");
    }

    private void step(Authorities before, Authorities after) {
        if (!before.signing().certificate().equals(after.signing().certificate())) {
            rotations.incrementAndGet();
        }
        LOG.atInfo()
                .addKeyValue("signing", name(after.signing().certificate()))
                .addKeyValue(
                        "successor",
                        after.successor()
                                .map(next -> name(next.authority().certificate()))
                                .orElse("none"))
                .addKeyValue("retired", after.retired().size())
                .log("serving authorities changed");
    }

    private void use(Authorities authorities) {
        Current now = current;
        boolean sameIssuer =
                now.authorities()
                        .signing()
                        .certificate()
                        .equals(authorities.signing().certificate());
        if (!sameIssuer || Rotation.due(now.leaf().certificate(), clock.instant())) {
            current = issue(authorities);
            LOG.atInfo()
                    .addKeyValue("notAfter", notAfter())
                    .addKeyValue("issuer", name(authorities.signing().certificate()))
                    .log("serving certificate issued");
        } else {
            current = new Current(authorities, now.leaf(), now.manager());
        }
    }

    private Current issue(Authorities authorities) {
        IssuedCertificate issued =
                new CertificateAuthority(authorities.signing(), clock, random)
                        .issue(leaf.names().getFirst(), leaf.names(), leaf.validity());
        return new Current(authorities, issued, KeyManagers.of(issued));
    }

    @Override
    public X509ExtendedKeyManager keyManager() {
        return KeyManagers.current(() -> current.manager());
    }

    /** For {@code clientConfig.caBundle}, as of the last refresh. */
    public String caBundle() {
        return current.authorities().caBundle();
    }

    /** The same as PEM. */
    public String bundlePem() {
        return current.authorities().bundlePem();
    }

    @Override
    public Instant notAfter() {
        return current.leaf().certificate().getNotAfter().toInstant();
    }

    public Instant authorityNotAfter() {
        return current.authorities().signing().certificate().getNotAfter().toInstant();
    }

    /** How many authorities callers are to trust. */
    public int authorities() {
        return current.authorities().trusted().size();
    }

    /** How often this process was the one that let a successor sign. */
    public long rotations() {
        return rotations.get();
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    private record Current(
            Authorities authorities, IssuedCertificate leaf, X509ExtendedKeyManager manager) {}

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
