package io.driftseal.system.cluster;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A throw-away authority: its key and certificates are as old as the cluster. */
final class CertificateAuthority {
    private static final Duration LIFETIME = Duration.ofDays(30);

    /** A certificate of this very moment is not valid yet for a clock that is behind. */
    private static final Duration BACKDATED = Duration.ofHours(1);

    private final Identity self;
    private final X500Name subject;
    private final Instant now;
    private final SecureRandom random;

    CertificateAuthority(String name, Instant now, SecureRandom random) {
        this.subject = new X500Name("CN=" + name);
        this.now = now;
        this.random = random;
        KeyPair keys = newKeys(random);
        this.self =
                sign(
                        new Request(subject, keys, List.of(), List.of()),
                        new BasicConstraints(true),
                        new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign),
                        keys);
    }

    Identity self() {
        return self;
    }

    /**
     * @param subject such as {@code O=system:masters,CN=admin}
     * @param addresses names and IP addresses it serves; empty for a client's certificate
     */
    Identity issue(String subject, List<String> addresses) {
        List<KeyPurposeId> purposes =
                addresses.isEmpty()
                        ? List.of(KeyPurposeId.id_kp_clientAuth)
                        : List.of(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth);
        KeyPair keys = newKeys(random);
        return sign(
                new Request(new X500Name(subject), keys, addresses, purposes),
                new BasicConstraints(false),
                new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment),
                new KeyPair(self.certificate().getPublicKey(), self.key()));
    }

    static KeyPair newKeys(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private record Request(
            X500Name subject, KeyPair keys, List<String> addresses, List<KeyPurposeId> purposes) {}

    private Identity sign(
            Request request, BasicConstraints constraints, KeyUsage usage, KeyPair issuer) {
        try {
            JcaX509v3CertificateBuilder builder =
                    new JcaX509v3CertificateBuilder(
                            subject,
                            new BigInteger(127, random),
                            Date.from(now.minus(BACKDATED)),
                            Date.from(now.plus(LIFETIME)),
                            request.subject(),
                            request.keys().getPublic());
            builder.addExtension(Extension.basicConstraints, true, constraints);
            builder.addExtension(Extension.keyUsage, true, usage);
            if (!request.purposes().isEmpty()) {
                builder.addExtension(
                        Extension.extendedKeyUsage,
                        false,
                        new ExtendedKeyUsage(request.purposes().toArray(KeyPurposeId[]::new)));
            }
            if (!request.addresses().isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName, false, names(request.addresses()));
            }
            return new Identity(
                    request.keys().getPrivate(),
                    new JcaX509CertificateConverter()
                            .getCertificate(
                                    builder.build(
                                            new JcaContentSignerBuilder("SHA256withECDSA")
                                                    .build(issuer.getPrivate()))));
        } catch (CertIOException | OperatorCreationException | GeneralSecurityException failure) {
            throw new ClusterException("a certificate could not be made", failure);
        }
    }

    private static GeneralNames names(List<String> addresses) {
        return new GeneralNames(
                addresses.stream()
                        .map(address ->
                                new GeneralName(
                                        address.matches("[0-9.]+")
                                                ? GeneralName.iPAddress
                                                : GeneralName.dNSName,
                                        address))
                        .toArray(GeneralName[]::new));
    }
}
