package io.driftseal.service.mutualtls;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Certificates and keys out of PEM files. */
public final class PemFiles {
    private PemFiles() {}

    /** Every certificate of the file, in its order; at least one. */
    public static List<X509Certificate> certificates(Path file) throws MutualTlsException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Object object : objects(file)) {
            if (object instanceof X509CertificateHolder holder) {
                try {
                    certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
                } catch (GeneralSecurityException e) {
                    throw new MutualTlsException(file + " holds an unusable certificate", e);
                }
            }
        }
        if (certificates.isEmpty()) {
            throw new MutualTlsException(file + " holds no certificate", null);
        }
        return List.copyOf(certificates);
    }

    /** The private key of the file: PKCS #8 or the traditional EC or RSA form, not encrypted. */
    public static PrivateKey privateKey(Path file) throws MutualTlsException {
        try {
            for (Object object : objects(file)) {
                if (object instanceof PrivateKeyInfo information) {
                    return new JcaPEMKeyConverter().getPrivateKey(information);
                }
                if (object instanceof PEMKeyPair pair) {
                    return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
                }
            }
        } catch (IOException e) {
            throw new MutualTlsException(file + " holds an unusable private key", e);
        }
        throw new MutualTlsException(file + " holds no private key", null);
    }

    private static List<Object> objects(Path file) throws MutualTlsException {
        List<Object> objects = new ArrayList<>();
        try (Reader reader = Files.newBufferedReader(file);
                PEMParser parser = new PEMParser(reader)) {
            for (Object o = parser.readObject(); o != null; o = parser.readObject()) {
                objects.add(o);
            }
        } catch (IOException e) {
            throw new MutualTlsException(file + " cannot be read as PEM", e);
        }
        return objects;
    }
}
