package io.driftseal.rego.syntax;

/**
 * A token.
 *
 * @param text what is written, of names, numbers, texts and white space; empty of others. The parts
 *     of templates with their delimiters and without the escapes of braces.
 */
record Token(TokenKind kind, String text, Location location) {

    boolean is(TokenKind other) {
        return kind == other;
    }

    /** The same, read as something else. */
    Token as(TokenKind other) {
        return new Token(other, text, location);
    }
}
