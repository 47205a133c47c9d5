package io.driftseal.rego.syntax;

/** Kinds of tokens, with the name that OPA has for each in its messages and its operators. */
enum TokenKind {
    ILLEGAL("illegal"),
    END("eof"),
    WHITESPACE("whitespace"),
    IDENTIFIER("identifier"),
    COMMENT("comment"),

    PACKAGE("package"),
    IMPORT("import"),
    AS("as"),
    DEFAULT("default"),
    ELSE("else"),
    NOT("not"),
    SOME("some"),
    WITH("with"),
    NULL("null"),
    TRUE("true"),
    FALSE("false"),
    IN("in"),
    EVERY("every"),
    CONTAINS("contains"),
    IF("if"),
    LOGICAL_AND("and"),
    LOGICAL_OR("or"),

    NUMBER("number"),
    STRING("string"),
    TEMPLATE_PART("template-string-part"),
    TEMPLATE_END("template-string-end"),
    RAW_TEMPLATE_PART("raw-template-string-part"),
    RAW_TEMPLATE_END("raw-template-string-end"),

    LEFT_BRACKET("["),
    RIGHT_BRACKET("]"),
    LEFT_BRACE("{"),
    RIGHT_BRACE("}"),
    LEFT_PARENTHESIS("("),
    RIGHT_PARENTHESIS(")"),
    COMMA(","),
    COLON(":"),
    DOT("."),
    SEMICOLON(";"),

    PLUS("plus"),
    MINUS("minus"),
    TIMES("mul"),
    DIVIDE("div"),
    REMAINDER("rem"),
    AND("and"),
    OR("or"),
    UNIFY("eq"),
    EQUAL("equal"),
    ASSIGN("assign"),
    NOT_EQUAL("neq"),
    GREATER("gt"),
    LESS("lt"),
    GREATER_OR_EQUAL("gte"),
    LESS_OR_EQUAL("lte");

    private final String text;

    TokenKind(String text) {
        this.text = text;
    }

    /** As OPA names it: what is written for keywords, the builtin for operators. */
    String text() {
        return text;
    }

    boolean isKeyword() {
        return compareTo(PACKAGE) >= 0 && compareTo(LOGICAL_OR) <= 0;
    }

    boolean isLogical() {
        return this == LOGICAL_AND || this == LOGICAL_OR;
    }

    /** Whether it may follow a name without a space and make a reference of it. */
    boolean continuesReference() {
        return this == DOT || this == LEFT_BRACKET;
    }
}
