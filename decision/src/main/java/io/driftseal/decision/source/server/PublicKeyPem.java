package io.driftseal.decision.source.server;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One public key or certificate in PEM. A private key in its place is refused, not used. */
final class PublicKeyPem {

    private static final Pattern BLOCK =
            Pattern.compile(
                    "\\s*-----BEGIN (PUBLIC KEY|CERTIFICATE)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----\\s*");

    private PublicKeyPem() {}

    /**
     * @param algorithm RSA or EC
     */
    static PublicKey read(String pem, String algorithm) throws GeneralSecurityException {
        Matcher block = BLOCK.matcher(pem);
        if (!block.matches()) {
            throw new GeneralSecurityException("not one public key or certificate in PEM");
        }
        if (block.group(1).equals("CERTIFICATE")) {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(
                            new ByteArrayInputStream(pem.strip().getBytes(StandardCharsets.UTF_8)))
                    .getPublicKey();
        }
        byte[] encoded = Base64.getMimeDecoder().decode(block.group(2));
        return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded));
    }
}
