package io.driftseal.rego.builtin.graphql;

import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.graphql.GraphToken.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Cuts a document into tokens. */
final class GraphLexer {

    private static final String PUNCTUATION = "!$&():=@[]{}|";
    private static final Kind[] KINDS = {
        Kind.BANG,
        Kind.DOLLAR,
        Kind.AMP,
        Kind.PAREN_LEFT,
        Kind.PAREN_RIGHT,
        Kind.COLON,
        Kind.EQUALS,
        Kind.AT,
        Kind.BRACKET_LEFT,
        Kind.BRACKET_RIGHT,
        Kind.BRACE_LEFT,
        Kind.BRACE_RIGHT,
        Kind.PIPE
    };
    private static final int NONE = -1;
    private static final int BYTE_ORDER_MARK = 0xfeff;

    private final int[] input;
    private int at;
    private int line = 1;
    private int lineStart;

    GraphLexer(String text) {
        this.input = text.codePoints().toArray();
    }

    private int peek(int ahead) {
        return at + ahead < input.length ? input[at + ahead] : NONE;
    }

    private GraphToken token(Kind kind, String value, int start) {
        return new GraphToken(kind, value, line, start - lineStart + 1);
    }

    private String text(int from, int to) {
        return new String(input, from, to - from);
    }

    /** The next token; where there is none, an invalid one. */
    GraphToken next() {
        try {
            return scan();
        } catch (BuiltinException malformed) {
            return new GraphToken(Kind.INVALID, "", line, at - lineStart + 1);
        }
    }

    private GraphToken scan() {
        skip();
        int start = at;
        int c = peek(0);
        if (c == NONE) {
            return token(Kind.END, "", start);
        }
        int punctuation = PUNCTUATION.indexOf(c);
        if (punctuation >= 0) {
            at++;
            return token(KINDS[punctuation], "", start);
        }
        if (c == '.' && peek(1) == '.' && peek(2) == '.') {
            at += 3;
            return token(Kind.SPREAD, "", start);
        }
        if (c == '#') {
            while (peek(0) > 0x1f || peek(0) == '\t') {
                at++;
            }
            return token(Kind.COMMENT, text(start, at), start);
        }
        if (nameCharacter(c) && !digit(c)) {
            while (nameCharacter(peek(0))) {
                at++;
            }
            return token(Kind.NAME, text(start, at), start);
        }
        if (c == '-' || digit(c)) {
            return number();
        }
        if (c == '"') {
            boolean block = peek(1) == '"' && peek(2) == '"';
            return block ? blockString() : string();
        }
        throw unexpected(c);
    }

    private BuiltinException unexpected(int c) {
        if (c < 0x20) {
            String code = String.format(Locale.ROOT, "%04x", c);
            return error("Cannot contain the invalid character \"\\u" + code + "\"");
        }
        if (c == '\'') {
            return error(
                    "Unexpected single quote character ('), did you mean to use a double quote"
                            + " (\")?");
        }
        return error("Cannot parse the unexpected character \"" + Character.toString(c) + "\".");
    }

    private BuiltinException error(String message) {
        return GraphReader.problem(message, line, at - lineStart + 1);
    }

    private void skip() {
        while (true) {
            int c = peek(0);
            if (c == '\n' || c == '\r') {
                at++;
                line++;
                lineStart = at;
                if (c == '\r' && peek(0) == '\n') {
                    at++;
                }
            } else if (c == ' ' || c == '\t' || c == ',' || c == BYTE_ORDER_MARK) {
                at++;
            } else {
                return;
            }
        }
    }

    private static boolean digit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean nameCharacter(int c) {
        return digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private GraphToken number() {
        int start = at;
        boolean real = false;
        at += peek(0) == '-' ? 1 : 0;
        if (peek(0) == '0') {
            at++;
            if (digit(peek(0))) {
                throw error(
                        "Invalid number, unexpected digit after 0: \""
                                + Character.toString(peek(0))
                                + "\".");
            }
        } else {
            digits();
        }
        if (peek(0) == '.') {
            real = true;
            at++;
            digits();
        }
        if (peek(0) == 'e' || peek(0) == 'E') {
            real = true;
            at++;
            at += peek(0) == '-' || peek(0) == '+' ? 1 : 0;
            digits();
        }
        return token(real ? Kind.FLOAT : Kind.INT, text(start, at), start);
    }

    private void digits() {
        if (!digit(peek(0))) {
            String got = peek(0) == NONE ? "<EOF>" : "\"" + Character.toString(peek(0)) + "\"";
            throw error("Invalid number, expected digit but got: " + got + ".");
        }
        while (digit(peek(0))) {
            at++;
        }
    }

    private GraphToken string() {
        int start = at + 1;
        at++;
        StringBuilder value = new StringBuilder();
        while (peek(0) != NONE && peek(0) != '\n' && peek(0) != '\r') {
            int c = peek(0);
            if (c == '"') {
                at++;
                return token(Kind.STRING, value.toString(), start);
            }
            if (c < 0x20 && c != '\t') {
                String code = String.format(Locale.ROOT, "%04x", c);
                throw error("Invalid character within String: \"\\u" + code + "\".");
            }
            at++;
            if (c == '\\') {
                escape(value);
            } else {
                value.appendCodePoint(c);
            }
        }
        throw error("Unterminated string.");
    }

    private void escape(StringBuilder value) {
        int c = peek(0);
        int simple = c == NONE ? -1 : "\"/\\bfnrt".indexOf(c);
        if (simple >= 0) {
            value.append("\"/\\\b\f\n\r\t".charAt(simple));
            at++;
            return;
        }
        if (c == 'u' && at + 4 < input.length) {
            String hex = text(at + 1, at + 5);
            if (hex.chars().allMatch(d -> d < 0x80 && Character.digit(d, 16) >= 0)) {
                value.append((char) Integer.parseInt(hex, 16));
                at += 5;
                return;
            }
        }
        throw error("Invalid character escape sequence.");
    }

    private GraphToken blockString() {
        int start = at + 3;
        at += 3;
        StringBuilder raw = new StringBuilder();
        while (peek(0) != NONE) {
            int c = peek(0);
            if (c == '"' && peek(1) == '"' && peek(2) == '"') {
                int quotes = 3;
                while (peek(quotes) == '"') {
                    quotes++;
                }
                raw.repeat("\"", quotes - 3);
                GraphToken token = token(Kind.BLOCK_STRING, unindented(raw.toString()), start);
                at += quotes;
                return token;
            }
            if (c == '\\' && peek(1) == '"' && peek(2) == '"' && peek(3) == '"') {
                raw.append("\"\"\"");
                at += 4;
                continue;
            }
            at++;
            if (c == '\r' && peek(0) == '\n') {
                at++;
            }
            if (c == '\r' || c == '\n') {
                raw.append('\n');
                line++;
                lineStart = at;
            } else {
                raw.appendCodePoint(c);
            }
        }
        throw error("Unterminated string.");
    }

    /** Without the indentation that all lines share, and without empty lines before and after. */
    private static String unindented(String raw) {
        List<String> lines = new ArrayList<>(Arrays.asList(raw.split("\n", -1)));
        int common = Integer.MAX_VALUE;
        for (String one : lines) {
            common = Math.min(common, indentation(one));
        }
        if (common != Integer.MAX_VALUE) {
            for (int i = 1; i < lines.size(); i++) {
                String one = lines.get(i);
                lines.set(i, one.length() < common ? "" : one.substring(common));
            }
        }
        while (!lines.isEmpty() && indentation(lines.getFirst()) == Integer.MAX_VALUE) {
            lines.removeFirst();
        }
        while (!lines.isEmpty() && indentation(lines.getLast()) == Integer.MAX_VALUE) {
            lines.removeLast();
        }
        return String.join("\n", lines);
    }

    private static int indentation(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != ' ' && text.charAt(i) != '\t') {
                return i;
            }
        }
        return Integer.MAX_VALUE;
    }
}
