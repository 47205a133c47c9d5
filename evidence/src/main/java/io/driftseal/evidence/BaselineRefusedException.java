package io.driftseal.evidence;

/** An envelope is not a signed baseline; the message says why, without quoting it. */
public final class BaselineRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    BaselineRefusedException(String message) {
        super(message);
    }
}
