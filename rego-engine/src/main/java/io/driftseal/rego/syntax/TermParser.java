package io.driftseal.rego.syntax;

import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoNull;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Single terms: scalars, variables, terms in parentheses and what follows them. */
final class TermParser {

    private static final String WILDCARD = "_";

    /** Numbers are below two to the power of this, and above its inverse: OPA's limit. */
    private static final int BINARY_EXPONENT = 100_000;

    private static final MathContext PRECISION = new MathContext(30);
    private static final BigDecimal GREATEST =
            new BigDecimal(BigInteger.TWO.pow(BINARY_EXPONENT)).round(PRECISION);
    private static final BigDecimal LEAST =
            BigDecimal.ONE.divide(GREATEST.multiply(BigDecimal.TWO), PRECISION);

    private final Grammar grammar;
    private final TokenStream tokens;

    TermParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    /** A term with what it is called with or asked for; null where there is none. */
    @Nullable Term term() {
        TermMemory.Reading known = grammar.memory.find(tokens);
        if (known != null) {
            tokens.reset(known.after());
            return known.term();
        }
        grammar.enter();
        int offset = tokens.offset();
        Term term = tokens.at(TokenKind.MINUS) ? negative() : grammar.references.finish(bare());
        grammar.memory.remember(offset, term, tokens);
        grammar.leave();
        return term;
    }

    /** {@code -1}, or {@code -x}, which is {@code 0 - x}. */
    private @Nullable Term negative() {
        Location minus = tokens.location();
        TokenStream.Mark mark = tokens.mark();
        tokens.next();
        if (!tokens.at(TokenKind.IDENTIFIER) && !tokens.at(TokenKind.CONTAINS)) {
            tokens.reset(mark);
            return grammar.references.finish(number());
        }
        Term term = grammar.references.finish(variable());
        if (term == null) {
            return null;
        }
        String name = TokenKind.MINUS.text();
        Term operator = Term.reference(List.of(Term.variable(name, minus)), minus);
        return Term.call(
                minus, operator, new Term(new TermValue.Scalar(RegoNumber.ZERO), minus), term);
    }

    /** A term without what follows it; its last token is the current one. */
    private @Nullable Term bare() {
        if (tokens.token().kind().isLogical() && tokens.peek(true) == TokenKind.LEFT_PARENTHESIS) {
            tokens.retag(TokenKind.IDENTIFIER);
        }
        return switch (tokens.token().kind()) {
            case NULL -> scalar(RegoNull.NULL);
            case TRUE -> scalar(RegoBoolean.TRUE);
            case FALSE -> scalar(RegoBoolean.FALSE);
            case DOT, NUMBER -> number();
            case STRING -> text();
            case TEMPLATE_PART, TEMPLATE_END -> grammar.templates.template(false);
            case RAW_TEMPLATE_PART, RAW_TEMPLATE_END -> grammar.templates.template(true);
            case IDENTIFIER, CONTAINS -> variable();
            case LEFT_BRACKET -> grammar.collections.array();
            case LEFT_BRACE -> grammar.collections.setOrObject();
            case LEFT_PARENTHESIS -> inParentheses();
            default -> {
                tokens.unexpected();
                yield null;
            }
        };
    }

    private Term scalar(RegoValue value) {
        return new Term(new TermValue.Scalar(value), tokens.location());
    }

    private @Nullable Term inParentheses() {
        tokens.next();
        Term term = grammar.operators.infix();
        if (term == null || tokens.at(TokenKind.RIGHT_PARENTHESIS)) {
            return term;
        }
        tokens.fail("non-terminated expression");
        return null;
    }

    /** The name that is the current token; a wildcard gets one of its own. */
    Term variable() {
        String name = tokens.token().text();
        return Term.variable(name.equals(WILDCARD) ? tokens.wildcard() : name, tokens.location());
    }

    private @Nullable Term number() {
        Location begin = tokens.location();
        String prefix = "";
        if (tokens.at(TokenKind.MINUS)) {
            prefix = "-";
            tokens.next();
            if (!tokens.at(TokenKind.NUMBER) && !tokens.at(TokenKind.DOT)) {
                return notNumber();
            }
        }
        boolean fraction = tokens.at(TokenKind.DOT);
        if (fraction) {
            prefix += ".";
            tokens.next();
            if (!tokens.at(TokenKind.NUMBER)) {
                return notNumber();
            }
        }
        String digits = tokens.token().text();
        if (!fraction && hasLeadingZero(digits)) {
            tokens.unexpected("expected number without leading zero");
            return null;
        }
        RegoNumber number = within(prefix + digits);
        if (number != null) {
            return new Term(new TermValue.Scalar(number), begin);
        }
        if (fraction && digits.indexOf('.') >= 0) {
            tokens.unexpected("invalid float");
        } else {
            tokens.fail("number too big");
        }
        return null;
    }

    /** The number if it is one and neither too great nor, but for zero, too small. */
    private static @Nullable RegoNumber within(String written) {
        try {
            RegoNumber number = RegoNumber.parse(written);
            BigDecimal size = number.decimal().abs().round(PRECISION);
            boolean in =
                    size.signum() == 0
                            || (size.compareTo(GREATEST) < 0 && size.compareTo(LEAST) >= 0);
            return in ? number : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private @Nullable Term notNumber() {
        tokens.unexpected("expected number");
        return null;
    }

    private static boolean hasLeadingZero(String digits) {
        if (digits.length() < 2 || digits.charAt(0) != '0' || digits.charAt(1) == '.') {
            return false;
        }
        return digits.length() == 2 || "eE".indexOf(digits.charAt(1)) < 0;
    }

    private @Nullable Term text() {
        String written = tokens.token().text();
        String inner = written.substring(1, written.length() - 1);
        String text = written.startsWith("\"") ? Escapes.resolve(inner) : inner;
        if (text == null) {
            tokens.fail("illegal string literal: " + written);
            return null;
        }
        return scalar(RegoString.of(text));
    }
}
