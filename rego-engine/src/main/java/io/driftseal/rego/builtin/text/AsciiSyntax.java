package io.driftseal.rego.builtin.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The part of RE2's syntax that says which ASCII texts have a match, read from patterns that RE2/J
 * took. What is beyond it (words' ends, lines, Unicode, octal and hexadecimal characters, flags
 * behind the beginning) is not read at all.
 */
final class AsciiSyntax {

    private static final int MAXIMUM_LENGTH = 1_024;
    private static final int MAXIMUM_NESTING = 32;
    private static final int MAXIMUM_REPEAT = 256;
    private static final int UNBOUNDED = -1;
    private static final CharSet ANY = CharSet.NONE.negated();

    private final String pattern;
    private int at;
    private int nesting;
    private boolean folded;
    private boolean dotTakesLines;

    /** A regular expression over ASCII characters. */
    sealed interface Expression {
        /** One character out of a set. */
        record One(CharSet set) implements Expression {}

        record Sequence(List<Expression> parts) implements Expression {}

        record Choice(List<Expression> alternatives) implements Expression {}

        /**
         * @param most negative for any number
         */
        record Repeat(Expression of, int least, int most) implements Expression {
            boolean unbounded() {
                return most < 0;
            }
        }

        /** The beginning of the text. */
        record Begin() implements Expression {}

        /** The end of the text. */
        record End() implements Expression {}
    }

    /** Something that is not read here. */
    private static final class BeyondException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BeyondException() {
            super(null, null, false, false);
        }
    }

    private AsciiSyntax(String pattern) {
        this.pattern = pattern;
    }

    /** The expression, or empty where the pattern has something that is not read here. */
    static Optional<Expression> read(String pattern) {
        if (pattern.length() > MAXIMUM_LENGTH) {
            return Optional.empty();
        }
        try {
            var reader = new AsciiSyntax(pattern);
            reader.flags();
            Expression read = reader.choice();
            return reader.at == pattern.length() ? Optional.of(read) : Optional.empty();
        } catch (BeyondException beyond) {
            return Optional.empty();
        }
    }

    /** {@code (?i)}, {@code (?s)} and both, for all of the pattern. */
    private void flags() {
        while (pattern.startsWith("(?", at)) {
            int end = at + 2;
            while (end < pattern.length() && "is".indexOf(pattern.charAt(end)) >= 0) {
                end++;
            }
            if (end == at + 2 || end >= pattern.length() || pattern.charAt(end) != ')') {
                return;
            }
            String flags = pattern.substring(at + 2, end);
            folded |= flags.indexOf('i') >= 0;
            dotTakesLines |= flags.indexOf('s') >= 0;
            at = end + 1;
        }
    }

    private Expression choice() {
        if (++nesting > MAXIMUM_NESTING) {
            throw new BeyondException();
        }
        List<Expression> alternatives = new ArrayList<>();
        alternatives.add(sequence());
        while (peek() == '|') {
            at++;
            alternatives.add(sequence());
        }
        nesting--;
        return alternatives.size() == 1
                ? alternatives.getFirst()
                : new Expression.Choice(alternatives);
    }

    private Expression sequence() {
        List<Expression> parts = new ArrayList<>();
        while (at < pattern.length() && peek() != '|' && peek() != ')') {
            parts.add(repeated(atom()));
        }
        return new Expression.Sequence(parts);
    }

    private Expression repeated(Expression atom) {
        Expression repeated =
                switch (peek()) {
                    case '*' -> repeat(atom, 0, UNBOUNDED);
                    case '+' -> repeat(atom, 1, UNBOUNDED);
                    case '?' -> repeat(atom, 0, 1);
                    case '{' -> counted(atom);
                    default -> null;
                };
        if (repeated == null) {
            return atom;
        }
        if (peek() == '?') {
            // As few as possible: another match, but there is one or there is none.
            at++;
        }
        if ("*+?{".indexOf(peek()) >= 0) {
            throw new BeyondException();
        }
        return repeated;
    }

    private Expression repeat(Expression atom, int least, int most) {
        at++;
        return new Expression.Repeat(atom, least, most);
    }

    private Expression counted(Expression atom) {
        at++;
        int least = number();
        int most = least;
        if (peek() == ',') {
            at++;
            most = peek() == '}' ? UNBOUNDED : number();
        }
        if (peek() != '}' || (most != UNBOUNDED && most < least)) {
            throw new BeyondException();
        }
        return repeat(atom, least, most);
    }

    private int number() {
        int begin = at;
        int number = 0;
        while (peek() >= '0' && peek() <= '9' && number <= MAXIMUM_REPEAT) {
            number = number * 10 + (peek() - '0');
            at++;
        }
        if (at == begin || number > MAXIMUM_REPEAT) {
            throw new BeyondException();
        }
        return number;
    }

    private Expression atom() {
        char c = next();
        return switch (c) {
            case '(' -> group();
            case '[' -> new Expression.One(bracket());
            case '.' -> new Expression.One(dotTakesLines ? ANY : ANY.without('\n'));
            case '^' -> new Expression.Begin();
            case '$' -> new Expression.End();
            case '\\' -> escape();
            case '*', '+', '?', '{' -> throw new BeyondException();
            default -> one(CharSet.of(c));
        };
    }

    private Expression one(CharSet set) {
        return new Expression.One(folded ? set.folded() : set);
    }

    private Expression group() {
        if (peek() == '?') {
            at++;
            groupHead();
        }
        Expression inner = choice();
        if (next() != ')') {
            throw new BeyondException();
        }
        return inner;
    }

    /** What is named and what is not captured is the same for whether there is a match. */
    private void groupHead() {
        if (peek() == ':') {
            at++;
            return;
        }
        if (peek() == 'P') {
            at++;
        }
        int end = pattern.indexOf('>', at);
        if (peek() != '<' || end < 0) {
            throw new BeyondException();
        }
        at = end + 1;
    }

    private Expression escape() {
        char c = next();
        return switch (c) {
            case 'A' -> new Expression.Begin();
            case 'z' -> new Expression.End();
            default -> one(escaped(c));
        };
    }

    private static CharSet escaped(char c) {
        return switch (c) {
            case 'd' -> CharSet.DIGITS;
            case 'D' -> CharSet.DIGITS.negated();
            case 's' -> CharSet.SPACES;
            case 'S' -> CharSet.SPACES.negated();
            case 'w' -> CharSet.WORDS;
            case 'W' -> CharSet.WORDS.negated();
            default -> CharSet.of(single(c));
        };
    }

    private static char single(char c) {
        return switch (c) {
            case 'a' -> '\u0007';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> '\u000B';
            default -> {
                if (c > CharSet.LAST || Character.isLetterOrDigit(c)) {
                    throw new BeyondException();
                }
                yield c;
            }
        };
    }

    private CharSet bracket() {
        boolean negated = peek() == '^';
        if (negated) {
            at++;
        }
        CharSet set = CharSet.NONE;
        boolean first = true;
        while (first || peek() != ']') {
            set = set.with(member());
            first = false;
        }
        at++;
        if (folded) {
            set = set.folded();
        }
        return negated ? set.negated() : set;
    }

    /** A character, a range or a class within brackets. */
    private CharSet member() {
        char c = next();
        if (c == '[' && peek() == ':') {
            throw new BeyondException();
        }
        if (c == '\\' && "dDsSwW".indexOf(peek()) >= 0) {
            return escaped(next());
        }
        char low = c == '\\' ? single(next()) : c;
        boolean range = peek() == '-' && at + 1 < pattern.length() && pattern.charAt(at + 1) != ']';
        if (!range) {
            return CharSet.of(low);
        }
        at++;
        char end = next();
        char high = end == '\\' ? single(next()) : end;
        if (high < low) {
            throw new BeyondException();
        }
        return CharSet.range(low, high);
    }

    /** The next character, or NUL at the end; a pattern that has one is not read. */
    private char peek() {
        return at < pattern.length() ? pattern.charAt(at) : '\0';
    }

    private char next() {
        if (at == pattern.length()) {
            throw new BeyondException();
        }
        char c = pattern.charAt(at++);
        if (c == 0 || c > CharSet.LAST) {
            throw new BeyondException();
        }
        return c;
    }
}
