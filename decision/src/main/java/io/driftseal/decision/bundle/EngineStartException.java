package io.driftseal.decision.bundle;

/** The engine program cannot be run, or did not become ready in time. */
public final class EngineStartException extends Exception {

    private static final long serialVersionUID = 1L;

    public EngineStartException(String message) {
        super(message);
    }

    public EngineStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
