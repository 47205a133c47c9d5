package io.driftseal.decision.opa;

/** The engine program cannot be run, or did not become ready in time. */
public final class EngineStartException extends Exception {

    private static final long serialVersionUID = 1L;

    EngineStartException(String message) {
        super(message);
    }

    EngineStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
