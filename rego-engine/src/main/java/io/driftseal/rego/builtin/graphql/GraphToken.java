package io.driftseal.rego.builtin.graphql;

import io.driftseal.rego.value.RegoString;

/**
 * One token of a document.
 *
 * @param kind what it is
 * @param value its text, empty for punctuation
 * @param line from 1
 * @param column from 1, in characters
 */
record GraphToken(Kind kind, String value, int line, int column) {

    enum Kind {
        INVALID("<Invalid>"),
        END("<EOF>"),
        BANG("!"),
        DOLLAR("$"),
        AMP("&"),
        PAREN_LEFT("("),
        PAREN_RIGHT(")"),
        SPREAD("..."),
        COLON(":"),
        EQUALS("="),
        AT("@"),
        BRACKET_LEFT("["),
        BRACKET_RIGHT("]"),
        BRACE_LEFT("{"),
        BRACE_RIGHT("}"),
        PIPE("|"),
        NAME("Name"),
        INT("Int"),
        FLOAT("Float"),
        STRING("String"),
        BLOCK_STRING("BlockString"),
        COMMENT("Comment");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /** As messages name it. */
    String described() {
        return value.isEmpty() ? kind.label : kind.label + " " + RegoString.of(value);
    }
}
