package io.driftseal.service.mutualtls;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
        return certificatesOf(text(file), file.toString());
    }

    /**
     * Every certificate of a PEM text.
     *
     * @param place where the text is from, for messages
     */
    public static List<X509Certificate> certificatesOf(String pem, String place)
            throws MutualTlsException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Object object : objects(pem, place)) {
            if (object instanceof X509CertificateHolder holder) {
                try {
                    certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
                } catch (GeneralSecurityException e) {
                    throw new MutualTlsException(place + " holds an unusable certificate", e);
                }
            }
        }
        if (certificates.isEmpty()) {
            throw new MutualTlsException(place + " holds no certificate", null);
        }
        return List.copyOf(certificates);
    }

    /** The private key of the file: PKCS #8 or the traditional EC or RSA form, not encrypted. */
    public static PrivateKey privateKey(Path file) throws MutualTlsException {
        return privateKeyOf(text(file), file.toString());
    }

    /**
     * The private key of a PEM text.
     *
     * @param place where the text is from, for messages
     */
    public static PrivateKey privateKeyOf(String pem, String place) throws MutualTlsException {
        try {
            for (Object object : objects(pem, place)) {
                if (object instanceof PrivateKeyInfo information) {
                    return new JcaPEMKeyConverter().getPrivateKey(information);
                }
                if (object instanceof PEMKeyPair pair) {
                    return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
                }
            }
        } catch (IOException e) {
            throw new MutualTlsException(place + " holds an unusable private key", e);
        }
        throw new MutualTlsException(place + " holds no private key", null);
    }

    /** The file's text, for who has to see whether it has changed. */
    public static String text(Path file) throws MutualTlsException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new MutualTlsException(file + " does not exist", e);
        } catch (IOException e) {
            throw new MutualTlsException(file + " cannot be read as PEM", e);
        }
    }

    private static List<Object> objects(String pem, String place) throws MutualTlsException {
        List<Object> objects = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            for (Object o = parser.readObject(); o != null; o = parser.readObject()) {
                objects.add(o);
            }
        } catch (IOException | RuntimeException e) {
            // The parser has exceptions of its own for what is no base64 or no ASN.1.
            throw new MutualTlsException(place + " cannot be read as PEM", e);
        }
        return objects;
    }
}
