package io.driftseal.rego.syntax;

import java.util.List;

/**
 * Finds the tokens of a text, one at a time, white space and comments included. It looks one
 * character ahead, and a bad character is a problem of the token before it.
 */
final class Scanner {

    /** What the next characters are part of. */
    enum Mode {
        CODE,
        /** A template that goes on behind an expression. */
        TEMPLATE,
        RAW_TEMPLATE
    }

    /** Where a scanner is, to go back to. */
    record Position(CharacterReader.Position characters, Keywords keywords) {}

    private static final int NO_BREAK_SPACE = 0xA0;

    private final CharacterReader characters;
    private final TextScanner texts;
    private Keywords keywords = Keywords.V1;

    Scanner(byte[] source) {
        this.characters = new CharacterReader(source);
        this.texts = new TextScanner(characters);
    }

    Position position() {
        return new Position(characters.position(), keywords);
    }

    void reset(Position position) {
        characters.reset(position.characters());
        keywords = position.keywords();
    }

    Keywords keywords() {
        return keywords;
    }

    void keywords(Keywords others) {
        keywords = others;
    }

    /** What is wrong with the token that was scanned last; empty for a good one. */
    List<String> takeProblems() {
        return characters.takeProblems();
    }

    /** The next token. */
    Token scan(Mode mode) {
        Location begin = characters.here();
        Token scanned =
                switch (mode) {
                    case CODE -> code();
                    case TEMPLATE -> texts.template();
                    case RAW_TEMPLATE -> texts.rawTemplate();
                };
        return new Token(scanned.kind(), scanned.text(), begin.to(characters.begin()));
    }

    private Token code() {
        int first = characters.current();
        if (isSpace(first)) {
            characters.next();
            return token(TokenKind.WHITESPACE, Character.toString(first));
        }
        if (isLetter(first)) {
            String word = word();
            return token(keywords.kind(word), word);
        }
        if (isDigit(first)) {
            return token(TokenKind.NUMBER, number());
        }
        characters.next();
        return switch (first) {
            case '#' -> comment();
            case '"' -> token(TokenKind.STRING, texts.quoted());
            case '`' -> token(TokenKind.STRING, texts.raw());
            case '$' -> templateOrNone();
            case NO_BREAK_SPACE ->
                    bad("illegal non-breaking space character, use a regular space instead");
            default -> sign(first);
        };
    }

    private Token templateOrNone() {
        if (characters.skip('`')) {
            return texts.rawTemplate();
        }
        return characters.skip('"') ? texts.template() : bad("illegal $ character");
    }

    private Token sign(int first) {
        return switch (first) {
            case CharacterReader.NONE -> sign(TokenKind.END);
            case '[' -> sign(TokenKind.LEFT_BRACKET);
            case ']' -> sign(TokenKind.RIGHT_BRACKET);
            case '{' -> sign(TokenKind.LEFT_BRACE);
            case '}' -> sign(TokenKind.RIGHT_BRACE);
            case '(' -> sign(TokenKind.LEFT_PARENTHESIS);
            case ')' -> sign(TokenKind.RIGHT_PARENTHESIS);
            case ',' -> sign(TokenKind.COMMA);
            case ';' -> sign(TokenKind.SEMICOLON);
            case '.' -> sign(TokenKind.DOT);
            case '+' -> sign(TokenKind.PLUS);
            case '-' -> sign(TokenKind.MINUS);
            case '*' -> sign(TokenKind.TIMES);
            case '/' -> sign(TokenKind.DIVIDE);
            case '%' -> sign(TokenKind.REMAINDER);
            case '&' -> sign(TokenKind.AND);
            case '|' -> sign(TokenKind.OR);
            case ':' -> withEquals(TokenKind.COLON, TokenKind.ASSIGN);
            case '=' -> withEquals(TokenKind.UNIFY, TokenKind.EQUAL);
            case '>' -> withEquals(TokenKind.GREATER, TokenKind.GREATER_OR_EQUAL);
            case '<' -> withEquals(TokenKind.LESS, TokenKind.LESS_OR_EQUAL);
            case '!' ->
                    characters.skip('=') ? sign(TokenKind.NOT_EQUAL) : bad("illegal ! character");
            default -> sign(TokenKind.ILLEGAL);
        };
    }

    private Token withEquals(TokenKind alone, TokenKind with) {
        return sign(characters.skip('=') ? with : alone);
    }

    private Token sign(TokenKind kind) {
        return token(kind, "");
    }

    private Token token(TokenKind kind, String text) {
        return new Token(kind, text, characters.here());
    }

    private Token bad(String problem) {
        characters.problem(problem);
        return sign(TokenKind.ILLEGAL);
    }

    private Token comment() {
        while (characters.current() != '\n' && characters.current() != CharacterReader.NONE) {
            characters.next();
        }
        return sign(TokenKind.COMMENT);
    }

    private String word() {
        int begin = characters.begin();
        while (isPartOfWord(characters.current())) {
            characters.next();
        }
        return characters.text(begin, characters.endOfText());
    }

    /** Digits, a fraction and an exponent, with the letters behind them, which are a problem. */
    private String number() {
        int begin = characters.begin();
        var _ = digits();
        if (characters.skip('.') && !digits()) {
            characters.problem("expected fraction");
        }
        if (characters.current() == 'e' || characters.current() == 'E') {
            characters.next();
            if (characters.current() == '+' || characters.current() == '-') {
                characters.next();
            }
            if (!digits()) {
                characters.problem("expected exponent");
            }
        }
        if (isLetter(characters.current())) {
            characters.problem("illegal number format");
            while (isPartOfWord(characters.current())) {
                characters.next();
            }
        }
        return characters.text(begin, characters.endOfText());
    }

    private boolean digits() {
        boolean found = false;
        while (isDigit(characters.current())) {
            characters.next();
            found = true;
        }
        return found;
    }

    private static boolean isSpace(int character) {
        return character == ' ' || character == '\t' || character == '\n' || character == '\r';
    }

    private static boolean isLetter(int character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || character == '_';
    }

    private static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }

    /** Of a word's other characters: digits of other scripts, too. */
    private static boolean isPartOfWord(int character) {
        return isLetter(character)
                || isDigit(character)
                || (character >= 0x80 && Character.isDigit(character));
    }
}
