package io.driftseal.rego.builtin;

/** The evaluation is over a limit or was cancelled. Caught by the engine and by nobody else. */
public final class EvaluationStoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What stopped it. */
    public enum Reason {
        CANCELLED("evaluation cancelled"),
        DEADLINE("evaluation ran into its deadline"),
        STEPS("evaluation took more steps than allowed"),
        MEMORY("evaluation made more values than allowed"),
        DEPTH("evaluation nested deeper than allowed");

        private final String message;

        Reason(String message) {
            this.message = message;
        }

        public String message() {
            return message;
        }
    }

    private final Reason reason;

    public EvaluationStoppedException(Reason reason) {
        super(reason.message(), null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
