package io.driftseal.decision.bundle;

/** Policies cannot be loaded. The message names file and line, and what to change. */
public final class PolicyRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    public PolicyRefusedException(String message) {
        super(message);
    }
}
