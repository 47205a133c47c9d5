package io.driftseal.stamp;

/** An access grant that may not be believed; the message says why and quotes nothing of it. */
public final class GrantRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    GrantRefusedException(String message) {
        super(message);
    }
}
