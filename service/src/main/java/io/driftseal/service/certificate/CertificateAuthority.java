package io.driftseal.service.certificate;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Issues leaves for TLS servers and clients. ECDSA P-256: what every TLS 1.3 peer, Go's API server
 * among them, verifies quickest of what all support.
 */
public final class CertificateAuthority {
    /** Clocks of nodes differ; a leaf that is valid "now" must be valid to a clock behind ours. */
    private static final Duration BACKDATED = Duration.ofMinutes(5);

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

    private final IssuedCertificate authority;
    private final InstantSource clock;
    private final SecureRandom random;

    /** An authority read back from its files. */
    public CertificateAuthority(
            IssuedCertificate authority, InstantSource clock, SecureRandom random) {
        this.authority = authority;
        this.clock = clock;
        this.random = random;
    }

    /** A new authority with a key of its own, allowed to sign leaves only. */
    public static CertificateAuthority create(
            String commonName, Duration validity, InstantSource clock, SecureRandom random) {
        KeyPair keys = keyPair(random);
        X500Name name = name(commonName);
        Instant now = clock.instant();
        try {
            X509v3CertificateBuilder builder =
                    builder(name, name, keys.getPublic(), now, now.plus(validity), random);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            return new CertificateAuthority(
                    new IssuedCertificate(sign(builder, keys.getPrivate()), keys.getPrivate()),
                    clock,
                    random);
        } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
            throw new IllegalStateException("the JDK cannot make an ECDSA certificate", e);
        }
    }

    public IssuedCertificate authority() {
        return authority;
    }

    /**
     * A leaf for server and client use, with a key of its own.
     *
     * @param subjectAlternativeNames DNS names and IP addresses as text
     * @param validity cut to the authority's own end
     */
    public IssuedCertificate issue(
            String commonName, List<String> subjectAlternativeNames, Duration validity) {
        KeyPair keys = keyPair(random);
        Instant now = clock.instant();
        Instant authorityEnd = authority.certificate().getNotAfter().toInstant();
        Instant end = now.plus(validity);
        X500Name issuer =
                X500Name.getInstance(
                        authority.certificate().getSubjectX500Principal().getEncoded());
        try {
            X509v3CertificateBuilder builder =
                    builder(
                            issuer,
                            name(commonName),
                            keys.getPublic(),
                            now,
                            end.isAfter(authorityEnd) ? authorityEnd : end,
                            random);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(
                            new KeyPurposeId[] {
                                KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                            }));
            builder.addExtension(
                    Extension.subjectAlternativeName, false, names(subjectAlternativeNames));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils()
                            .createAuthorityKeyIdentifier(authority.certificate().getPublicKey()));
            return new IssuedCertificate(sign(builder, authority.privateKey()), keys.getPrivate());
        } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
            throw new IllegalStateException("the JDK cannot make an ECDSA certificate", e);
        }
    }

    private static X509v3CertificateBuilder builder(
            X500Name issuer,
            X500Name subject,
            PublicKey key,
            Instant now,
            Instant end,
            SecureRandom random)
            throws GeneralSecurityException, CertIOException {
        X509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        issuer,
                        new BigInteger(120, random).setBit(120),
                        Date.from(now.minus(BACKDATED)),
                        Date.from(end),
                        subject,
                        key);
        builder.addExtension(
                Extension.subjectKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
        return builder;
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException, OperatorCreationException {
        ContentSigner signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key);
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }

    private static GeneralNames names(List<String> names) {
        return new GeneralNames(
                names.stream()
                        .map(name ->
                                new GeneralName(
                                        ADDRESS.matcher(name).matches()
                                                ? GeneralName.iPAddress
                                                : GeneralName.dNSName,
                                        name))
                        .toArray(GeneralName[]::new));
    }

    private static X500Name name(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, commonName).build();
    }

    private static KeyPair keyPair(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK offers no P-256", e);
        }
    }
}
