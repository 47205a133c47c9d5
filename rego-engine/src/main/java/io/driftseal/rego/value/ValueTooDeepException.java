package io.driftseal.rego.value;

/** A value would have been nested deeper than {@link RegoValue#MAXIMUM_DEPTH}. */
public final class ValueTooDeepException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ValueTooDeepException() {
        super("value nested deeper than " + RegoValue.MAXIMUM_DEPTH + " levels");
    }

    /** One level more than {@code inner}, if that is allowed. */
    static int around(int inner) {
        if (inner >= RegoValue.MAXIMUM_DEPTH) {
            throw new ValueTooDeepException();
        }
        return inner + 1;
    }
}
