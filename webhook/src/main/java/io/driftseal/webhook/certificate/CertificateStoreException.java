package io.driftseal.webhook.certificate;

/** The directory of the serving certificate cannot be used; the message names it and says why. */
public final class CertificateStoreException extends Exception {
    private static final long serialVersionUID = 1L;

    CertificateStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
