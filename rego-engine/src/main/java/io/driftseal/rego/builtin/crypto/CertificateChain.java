package io.driftseal.rego.builtin.crypto;

import io.driftseal.rego.builtin.BuiltinContext;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;
import org.jspecify.annotations.Nullable;

/** Builds and judges the chain from a leaf to its root, by the rules of Go's crypto/x509. */
final class CertificateChain {

    /** Signatures checked while looking for a chain, as in Go. */
    private static final int MAXIMUM_SIGNATURES = 100;

    /** The bit that permits a key to sign certificates. */
    private static final int SIGNS_CERTIFICATES = 1 << 5;

    private static final Set<String> WEAK =
            Set.of("MD2WITHRSA", "MD5WITHRSA", "SHA1WITHRSA", "SHA1WITHECDSA", "SHA1WITHDSA");

    /**
     * What a chain has to fulfil.
     *
     * @param name a host that the leaf has to name, empty for none
     * @param time the moment at which all have to be valid
     * @param usages identifiers of usages one of which all have to permit, {@code 2.5.29.37.0} for
     *     any
     */
    record Demands(String name, Instant time, List<String> usages) {}

    private final BuiltinContext context;
    private final Demands demands;
    private final Certificate root;
    private final List<Certificate> intermediates;
    private int signatures;

    private CertificateChain(
            BuiltinContext context,
            Demands demands,
            Certificate root,
            List<Certificate> intermediates) {
        this.context = context;
        this.demands = demands;
        this.root = root;
        this.intermediates = intermediates;
    }

    /**
     * The chain from the last certificate to the first, or null where there is none that fulfils
     * the demands.
     */
    static @Nullable List<Certificate> verify(
            BuiltinContext context, List<Certificate> certificates, Demands demands) {
        if (certificates.size() < 2) {
            return null;
        }
        Certificate leaf = certificates.getLast();
        CertificateChain search =
                new CertificateChain(
                        context,
                        demands,
                        certificates.getFirst(),
                        certificates.subList(1, certificates.size() - 1));
        if (!search.acceptable(leaf) || !search.names(leaf)) {
            return null;
        }
        if (leaf.equals(search.root)) {
            return search.usable(List.of(leaf)) ? List.of(leaf) : null;
        }
        return search.extend(List.of(leaf));
    }

    private @Nullable List<Certificate> extend(List<Certificate> chain) {
        context.step(1_000);
        Certificate last = chain.getLast();
        if (issued(root, last, chain.size() - 1) && acceptable(root)) {
            List<Certificate> whole = with(chain, root);
            if (usable(whole) && constrained(whole)) {
                return whole;
            }
        }
        for (Certificate intermediate : intermediates) {
            boolean fresh = !chain.contains(intermediate);
            if (fresh && issued(intermediate, last, chain.size() - 1) && acceptable(intermediate)) {
                List<Certificate> found = extend(with(chain, intermediate));
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private static List<Certificate> with(List<Certificate> chain, Certificate next) {
        List<Certificate> longer = new ArrayList<>(chain);
        longer.add(next);
        return longer;
    }

    private boolean acceptable(Certificate certificate) {
        Instant from = certificate.getStartDate().getDate().toInstant();
        Instant to = certificate.getEndDate().getDate().toInstant();
        return !demands.time().isBefore(from)
                && !demands.time().isAfter(to)
                && X509Certificates.extensions(certificate).unhandledCritical().isEmpty();
    }

    private boolean issued(Certificate issuer, Certificate subject, int between) {
        if (!Arrays.equals(
                X509Certificates.der(issuer.getSubject()),
                X509Certificates.der(subject.getIssuer()))) {
            return false;
        }
        X509Extensions extensions = X509Certificates.extensions(issuer);
        BasicConstraints basic = extensions.basicConstraints();
        boolean authority = basic == null ? issuer.getVersionNumber() < 3 : basic.isCA();
        int usage = extensions.keyUsage();
        boolean signs = usage == 0 || (usage & SIGNS_CERTIFICATES) != 0;
        var length = basic == null ? null : basic.getPathLenConstraintInteger();
        boolean near = length == null || length.intValueExact() >= between;
        return authority && signs && near && signed(issuer, subject);
    }

    private boolean signed(Certificate issuer, Certificate subject) {
        if (++signatures > MAXIMUM_SIGNATURES) {
            return false;
        }
        context.step(10_000);
        try {
            X509Certificate checked = jdk(subject);
            if (WEAK.contains(checked.getSigAlgName().toUpperCase(Locale.ROOT))) {
                return false;
            }
            checked.verify(jdk(issuer).getPublicKey());
            return true;
        } catch (GeneralSecurityException refused) {
            return false;
        }
    }

    private static X509Certificate jdk(Certificate certificate) throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        byte[] der = X509Certificates.der(certificate);
        return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
    }

    /** Whether some demanded usage is permitted by all, the root included. */
    private boolean usable(List<Certificate> chain) {
        if (demands.usages().contains(KeyPurposeId.anyExtendedKeyUsage.getId())) {
            return true;
        }
        return demands.usages().stream()
                .anyMatch(usage -> chain.stream().allMatch(one -> permits(one, usage)));
    }

    private static boolean permits(Certificate certificate, String usage) {
        List<KeyPurposeId> purposes = X509Certificates.extensions(certificate).purposes();
        return purposes.isEmpty()
                || purposes.stream()
                        .map(KeyPurposeId::getId)
                        .anyMatch(id ->
                                id.equals(usage)
                                        || id.equals(KeyPurposeId.anyExtendedKeyUsage.getId()));
    }

    /** Whether the names of the certificates below keep to the constraints of those above them. */
    private static boolean constrained(List<Certificate> chain) {
        for (int i = 1; i < chain.size(); i++) {
            NameConstraints constraints =
                    X509Certificates.extensions(chain.get(i)).nameConstraints();
            if (constraints == null) {
                continue;
            }
            PKIXNameConstraintValidator validator = new PKIXNameConstraintValidator();
            GeneralSubtree[] permitted = constraints.getPermittedSubtrees();
            if (permitted != null) {
                validator.intersectPermittedSubtree(permitted);
            }
            GeneralSubtree[] excluded = constraints.getExcludedSubtrees();
            if (excluded != null) {
                for (GeneralSubtree subtree : excluded) {
                    validator.addExcludedSubtree(subtree);
                }
            }
            for (Certificate below : chain.subList(0, i)) {
                if (!keeps(validator, below)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean keeps(PKIXNameConstraintValidator validator, Certificate certificate) {
        try {
            for (GeneralName name : X509Certificates.extensions(certificate).alternativeNames()) {
                validator.checkPermitted(name);
                validator.checkExcluded(name);
            }
            return true;
        } catch (NameConstraintValidatorException outside) {
            return false;
        }
    }

    private boolean names(Certificate leaf) {
        String host = demands.name().toLowerCase(Locale.ROOT);
        if (host.isEmpty()) {
            return true;
        }
        for (GeneralName name : X509Certificates.extensions(leaf).alternativeNames()) {
            boolean dns = name.getTagNo() == GeneralName.dNSName;
            if (dns && matches(name.getName().toString().toLowerCase(Locale.ROOT), host)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String pattern, String host) {
        if (!pattern.startsWith("*.")) {
            return pattern.equals(host) || host.equals(pattern + ".");
        }
        int dot = host.indexOf('.');
        return dot > 0 && host.substring(dot).equals(pattern.substring(1));
    }
}
