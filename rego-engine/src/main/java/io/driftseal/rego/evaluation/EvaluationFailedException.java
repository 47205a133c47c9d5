package io.driftseal.rego.evaluation;

import io.driftseal.rego.plan.Location;

/** The policy has no answer for this input: OPA's code and message. */
public final class EvaluationFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final transient Location location;

    EvaluationFailedException(String code, String message, Location location) {
        super(message, null, false, false);
        this.code = code;
        this.location = location;
    }

    static EvaluationFailedException conflict(String message, Location location) {
        return new EvaluationFailedException("eval_conflict_error", message, location);
    }

    /** {@code eval_conflict_error} and the like. */
    public String code() {
        return code;
    }

    public String problem() {
        return String.valueOf(getMessage());
    }

    public Location location() {
        return location;
    }
}
