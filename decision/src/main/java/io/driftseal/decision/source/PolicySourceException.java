package io.driftseal.decision.source;

/** A source of policies did not answer. The message holds neither addresses nor secrets. */
public final class PolicySourceException extends Exception {

    private static final long serialVersionUID = 1L;

    public PolicySourceException(String message) {
        super(message);
    }

    public PolicySourceException(String message, Throwable cause) {
        super(message, cause);
    }
}
