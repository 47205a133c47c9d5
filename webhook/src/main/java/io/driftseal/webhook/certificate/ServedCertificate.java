package io.driftseal.webhook.certificate;

import java.time.Instant;
import javax.net.ssl.X509ExtendedKeyManager;

/** What the listener shows at a handshake, whoever made it. */
public sealed interface ServedCertificate permits ServingCertificate, CertificateFiles {

    /** For the listener: asks for the leaf in use at each handshake. */
    X509ExtendedKeyManager keyManager();

    Instant notAfter();
}
