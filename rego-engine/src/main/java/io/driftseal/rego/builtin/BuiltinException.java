package io.driftseal.rego.builtin;

import io.driftseal.rego.value.RegoValue;

/**
 * A builtin's error, with OPA's code and message. Without a stack trace: in policies that probe
 * their input it is an everyday answer.
 */
public final class BuiltinException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Codes as OPA has them. */
    public enum Kind {
        /** A value that the builtin cannot work with: undefined, unless strict. */
        VALUE("eval_builtin_error", false),
        /** An argument of the wrong type: undefined, unless strict. */
        TYPE("eval_type_error", false),
        /** Ends the evaluation, strict or not. */
        HALT("eval_builtin_error", true),
        /** Ends the evaluation, strict or not: two values where there must be one. */
        CONFLICT("eval_conflict_error", true),
        /** Ends the evaluation, strict or not: what the builtin waited for was called off. */
        CANCELLED("eval_cancel_error", true);

        private final String code;
        private final boolean halting;

        Kind(String code, boolean halting) {
            this.code = code;
            this.halting = halting;
        }

        public String code() {
            return code;
        }

        public boolean halting() {
            return halting;
        }
    }

    private final Kind kind;

    private BuiltinException(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    /** A value that the builtin cannot work with. */
    public static BuiltinException of(String message) {
        return new BuiltinException(Kind.VALUE, message);
    }

    /** An operand that is wrong: {@code operand 2 must be ...}; positions count from 1. */
    public static BuiltinException type(int position, String problem) {
        return new BuiltinException(Kind.TYPE, "operand " + position + " " + problem);
    }

    /** An operand of another type than those named. */
    public static BuiltinException type(int position, RegoValue got, String... expected) {
        String wanted =
                expected.length == 1 ? expected[0] : "one of {" + String.join(", ", expected) + "}";
        return type(position, "must be " + wanted + " but got " + got.type().regoName());
    }

    /** An array or set as operand that contains something else than those types. */
    public static BuiltinException element(
            int position, RegoValue composite, RegoValue got, String... expected) {
        String outer = composite.type().regoName();
        String wanted =
                expected.length == 1
                        ? expected[0] + "s"
                        : "(any of) {" + String.join(", ", expected) + "}";
        return type(
                position,
                "must be "
                        + outer
                        + " of "
                        + wanted
                        + " but got "
                        + outer
                        + " containing "
                        + got.type().regoName());
    }

    /** An error that ends the evaluation in any mode. */
    public static BuiltinException halt(String message) {
        return new BuiltinException(Kind.HALT, message);
    }

    /** Two values where there must be one. */
    public static BuiltinException conflict(String message) {
        return new BuiltinException(Kind.CONFLICT, message);
    }

    /** An error of a kind that the caller knows. */
    public static BuiltinException of(Kind kind, String message) {
        return new BuiltinException(kind, message);
    }

    public Kind kind() {
        return kind;
    }

    /** Without the name of the builtin. */
    public String problem() {
        return String.valueOf(getMessage());
    }
}
