package io.driftseal.rego.syntax;

/** A module nests deeper than this parser goes; ends the parsing whatever else might be tried. */
final class NestingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NestingException() {
        super("modules nest up to " + Term.MAXIMUM_DEPTH + " levels", null, false, false);
    }
}
