package io.driftseal.evidence.spool;

/** A spool that cannot be opened; the message names the directory and what to do. */
public final class SpoolException extends Exception {

    private static final long serialVersionUID = 1L;

    SpoolException(String message) {
        super(message);
    }

    SpoolException(String message, Throwable cause) {
        super(message, cause);
    }
}
