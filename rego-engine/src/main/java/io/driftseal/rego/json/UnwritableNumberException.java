package io.driftseal.rego.json;

/** A number that JSON has no literal for, such as {@code 007}: OPA's encoder refuses it, too. */
public final class UnwritableNumberException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    UnwritableNumberException() {
        super("json: invalid number literal");
    }
}
