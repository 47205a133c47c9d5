package io.driftseal.stamp;

/** A text that is not an envelope of ours; the message says why and quotes nothing of it. */
public final class MalformedEnvelopeException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedEnvelopeException(String message) {
        super(message);
    }
}
