package io.driftseal.rego;

import io.driftseal.rego.value.RegoValue;

/** What came of an evaluation. */
public sealed interface EvaluationOutcome {

    EvaluationReport report();

    /** The query has a value. */
    record Defined(RegoValue value, EvaluationReport report) implements EvaluationOutcome {}

    /** The query has no value; no error. */
    record Undefined(EvaluationReport report) implements EvaluationOutcome {}

    /**
     * There is no answer.
     *
     * @param code as OPA has it, {@code eval_conflict_error}
     * @param message without code and place
     * @param location {@code policy.rego:12}, empty where it is unknown
     */
    record Failed(
            Cause cause, String code, String message, String location, EvaluationReport report)
            implements EvaluationOutcome {

        /** {@code policy.rego:12: eval_conflict_error: ...}, as OPA prints it. */
        public String text() {
            return (location.isEmpty() ? "" : location + ": ") + code + ": " + message;
        }
    }

    /** Why there is no answer. */
    enum Cause {
        /** The policy's own error: two values for one rule, a builtin's error in strict mode. */
        POLICY,
        /** {@link Cancellation#cancel()}. */
        CANCELLED,
        /** {@link EvaluationLimits#time}. */
        DEADLINE,
        /** {@link EvaluationLimits#steps}. */
        STEPS,
        /** {@link EvaluationLimits#bytes}. */
        MEMORY,
        /** {@link EvaluationLimits#nesting}, or a value nested too deep. */
        DEPTH,
        /** A fault of this engine: to be reported, never to be taken for an answer. */
        INTERNAL
    }
}
