package io.driftseal.rego.syntax;

import io.driftseal.rego.syntax.Expression.Form;
import io.driftseal.rego.syntax.Expression.Operand;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code not}. */
final class NegationParser {

    private final Grammar grammar;
    private final TokenStream tokens;

    NegationParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    /** Goes past the keyword and answers where it was; null where it is not there. */
    @Nullable Location skipNot() {
        if (!tokens.at(TokenKind.NOT) || tokens.peek(true).continuesReference()) {
            return null;
        }
        Location not = tokens.location();
        tokens.next();
        return not;
    }

    /** The negation of a body, from the keyword to the end of the last token. */
    Expression negation(Operand body, Location not) {
        return new Expression(new Form.Negation(body.body(), body.explicit()), tokens.span(not));
    }

    /** {@code { ... }} behind the keyword. */
    @Nullable Expression braced(Location not) {
        Location brace = tokens.location();
        TokenStream.Mark mark = tokens.mark();
        tokens.next();
        boolean empty = tokens.at(TokenKind.RIGHT_BRACE);
        List<Expression> body = grammar.bodies.body(TokenKind.RIGHT_BRACE);
        if (body == null) {
            if (!empty) {
                explain(brace, mark);
            }
            return null;
        }
        tokens.next();
        if (grammar.logic.isAmbiguous(body)) {
            grammar.logic.failAmbiguous(brace, body, "not ");
            return null;
        }
        return negation(new Operand(body, true, brace), not);
    }

    /** Where the braces hold a value, that is the error; else it is the body's own. */
    private void explain(Location brace, TokenStream.Mark mark) {
        TokenStream.Mark failed = tokens.mark();
        tokens.reset(mark);
        Term term = grammar.operators.infix();
        if (term == null) {
            tokens.reset(failed);
            return;
        }
        String value = tokens.text(brace.offset(), tokens.lastEnd());
        tokens.hint(
                "write `not (%s)` to negate the value, or `not {%s}` for a body holding it"
                        .formatted(value, value));
        tokens.fail(
                brace,
                "`{...}` in an operand position must contain expression(s), got: "
                        + OpaBuiltins.leftmost(term).value().kind());
    }
}
