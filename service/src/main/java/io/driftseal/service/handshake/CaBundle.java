package io.driftseal.service.handshake;

import io.driftseal.service.mutualtls.MutualTlsException;
import io.driftseal.service.mutualtls.PemFiles;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/** The roots that a webhook configuration trusts. */
public final class CaBundle {

    private CaBundle() {}

    /**
     * @param text base64 of PEM, as {@code caBundle} has it
     * @return none if it is empty or cannot be read
     */
    public static List<X509Certificate> certificates(String text) {
        try {
            String pem = new String(Base64.getDecoder().decode(text), StandardCharsets.US_ASCII);
            return PemFiles.certificatesOf(pem, "caBundle");
        } catch (IllegalArgumentException | MutualTlsException e) {
            return List.of();
        }
    }
}
