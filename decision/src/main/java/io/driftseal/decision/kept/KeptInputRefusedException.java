package io.driftseal.decision.kept;

/** A kept line that is not what was written: it is never used. Nothing of it is quoted. */
public final class KeptInputRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    KeptInputRefusedException(String message) {
        super(message);
    }

    KeptInputRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
