package io.driftseal.rego.plan;

/** A document that is no plan, or one of a version that is not known here. */
public final class MalformedPlanException extends Exception {

    private static final long serialVersionUID = 1L;

    public MalformedPlanException(String message) {
        super(message);
    }
}
