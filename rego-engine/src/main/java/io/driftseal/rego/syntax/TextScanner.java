package io.driftseal.rego.syntax;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Scans texts and templates, each from behind its first delimiter. */
final class TextScanner {

    private static final String SIMPLE_ESCAPES = "\\\"/bfnrt";
    private static final int HEX_DIGITS = 4;

    private final CharacterReader characters;

    TextScanner(CharacterReader characters) {
        this.characters = characters;
    }

    /** A text in quotes, with both of them and its escapes. */
    String quoted() {
        int begin = characters.delimiter();
        while (true) {
            int character = characters.current();
            if (character == '\n' || character == CharacterReader.NONE) {
                characters.problem("non-terminated string");
                break;
            }
            characters.next();
            if (character == '"') {
                break;
            }
            if (character == '\\') {
                escape();
            }
        }
        return characters.text(begin, characters.endOfText());
    }

    /** A text in backticks, with both of them. */
    String raw() {
        int begin = characters.delimiter();
        while (true) {
            int character = characters.current();
            characters.next();
            if (character == '`') {
                break;
            }
            if (character == CharacterReader.NONE) {
                characters.problem("non-terminated string");
                break;
            }
        }
        return characters.text(begin, characters.endOfText());
    }

    private void escape() {
        int character = characters.current();
        if (character == 'u') {
            // Whether these are digits is looked at when the text is read.
            for (int i = 0; i < HEX_DIGITS; i++) {
                characters.next();
            }
        } else if (character < 0 || SIMPLE_ESCAPES.indexOf(character) < 0) {
            characters.problem("illegal escape sequence");
        } else {
            characters.next();
        }
    }

    /** A part of a template in quotes, up to its end or to the brace of an expression. */
    Token template() {
        var part = new Part();
        while (true) {
            int character = characters.current();
            if (character == '\n' || character == CharacterReader.NONE) {
                characters.problem("non-terminated string");
                return part.end(TokenKind.TEMPLATE_PART);
            }
            characters.next();
            if (character == '"') {
                return part.end(TokenKind.TEMPLATE_END);
            }
            if (character == '{') {
                return part.end(TokenKind.TEMPLATE_PART);
            }
            if (character == '\\' && !part.skipEscapedBrace()) {
                escape();
            }
        }
    }

    /** A part of a template in backticks. */
    Token rawTemplate() {
        var part = new Part();
        while (true) {
            int character = characters.current();
            if (character == CharacterReader.NONE) {
                characters.problem("non-terminated string");
                return part.end(TokenKind.RAW_TEMPLATE_PART);
            }
            characters.next();
            if (character == '`') {
                return part.end(TokenKind.RAW_TEMPLATE_END);
            }
            if (character == '{') {
                return part.end(TokenKind.RAW_TEMPLATE_PART);
            }
            if (character == '\\') {
                var _ = part.skipEscapedBrace();
            }
        }
    }

    /** The text of a part, without the backslashes before braces. */
    private final class Part {

        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private int from = characters.delimiter();

        boolean skipEscapedBrace() {
            int brace = characters.begin();
            if (!characters.skip('{')) {
                return false;
            }
            keepTo(brace - 1);
            from = brace;
            return true;
        }

        private void keepTo(int end) {
            kept.write(characters.source(), from, Math.max(end - from, 0));
        }

        Token end(TokenKind kind) {
            keepTo(characters.endOfText());
            return new Token(kind, kept.toString(StandardCharsets.UTF_8), characters.here());
        }
    }
}
