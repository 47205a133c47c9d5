package io.driftseal.stamp;

/** A stamp could not be issued; the message says why and what to do. */
public final class StampNotIssuedException extends Exception {

    private static final long serialVersionUID = 1L;

    StampNotIssuedException(String message) {
        super(message);
    }
}
