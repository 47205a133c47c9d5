package io.driftseal.rego.syntax;

import io.driftseal.rego.syntax.Expression.Form;
import io.driftseal.rego.syntax.Expression.Operand;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code and} and {@code or} between expressions, which a module has to import. Their operands may
 * be bodies in braces and groups in parentheses, where otherwise sets and terms are written.
 */
final class LogicParser {

    /**
     * An attempt that was no mistake to make.
     *
     * @param expression null if it failed all the same
     */
    record Attempt(@Nullable Expression expression) {}

    /**
     * Parentheses that hold an operand and no term.
     *
     * @param operand null if it is none, after all
     */
    record Group(@Nullable Operand operand) {}

    private static final Group FAILED = new Group(null);

    private final Grammar grammar;
    private final TokenStream tokens;

    LogicParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    /** A body in braces with an operator behind it; null, where it began, of anything else. */
    @Nullable Attempt bracedOperand() {
        Location brace = tokens.location();
        if (grammar.memory.isPlainBrace(brace.offset())) {
            return null;
        }
        TokenStream.Mark mark = tokens.mark();
        TermMemory.@Nullable Reading known = grammar.memory.mark();
        tokens.next();
        List<Expression> body = grammar.bodies.body(TokenKind.RIGHT_BRACE);
        if (body != null) {
            tokens.next();
            if (tokens.token().kind().isLogical()) {
                if (isAmbiguous(body)) {
                    failAmbiguous(brace, body, "");
                    return new Attempt(null);
                }
                return new Attempt(chained(new Operand(body, true, brace)));
            }
        }
        tokens.reset(mark);
        grammar.memory.reset(known);
        grammar.memory.rememberPlainBrace(brace.offset());
        return null;
    }

    /**
     * An operand with the operators behind it, if there are any, and what is replaced for all of
     * it; an operand alone is one expression.
     */
    @Nullable Expression chained(Operand first) {
        Expression expression =
                tokens.token().kind().isLogical() ? disjunction(first) : first.body().getFirst();
        return expression == null ? null : grammar.bodies.attachWith(expression);
    }

    private @Nullable Expression disjunction(Operand first) {
        grammar.enter();
        Operand left = tokens.at(TokenKind.LOGICAL_AND) ? conjunction(first) : first;
        while (left != null && tokens.at(TokenKind.LOGICAL_OR)) {
            tokens.next();
            Operand right = operand("or");
            if (right != null && tokens.at(TokenKind.LOGICAL_AND)) {
                right = conjunction(right);
            }
            left = right == null ? null : joined(TokenKind.LOGICAL_OR, left, right);
        }
        grammar.leave();
        return left == null ? null : left.body().getFirst();
    }

    private @Nullable Operand conjunction(Operand first) {
        grammar.enter();
        Operand left = first;
        while (left != null && tokens.at(TokenKind.LOGICAL_AND)) {
            tokens.next();
            Operand right = operand("and");
            left = right == null ? null : joined(TokenKind.LOGICAL_AND, left, right);
        }
        grammar.leave();
        return left;
    }

    private Operand joined(TokenKind operator, Operand left, Operand right) {
        failIfVoid(left, operator.text());
        failIfVoid(right, operator.text());
        Location span = tokens.span(left.location());
        Expression both = new Expression(new Form.Logical(operator, left, right), span);
        return new Operand(List.of(both), false, span);
    }

    /** A call that gives nothing cannot fail either. */
    private void failIfVoid(Operand operand, String operator) {
        for (Expression expression : operand.body()) {
            if (expression.negated()
                    || !(expression.form() instanceof Form.Application(List<Term> terms))
                    || !OpaBuiltins.isVoid(ReferenceText.of(terms.getFirst()))) {
                return;
            }
        }
        Expression first = operand.body().getFirst();
        String name = ReferenceText.of(((Form.Application) first.form()).terms().getFirst());
        tokens.hint(
                "`"
                        + name
                        + "` produces no value and always succeeds, so the operand can never fail;"
                        + " move it out of the operand, or add an expression that can fail");
        tokens.fail(
                first.location(),
                "operand of `%s` cannot consist only of calls to `%s`".formatted(operator, name));
    }

    /**
     * One operand.
     *
     * @param operator that it belongs to, empty where that is yet to be seen
     */
    private @Nullable Operand operand(String operator) {
        if (tokens.at(TokenKind.LEFT_BRACE)) {
            return braced(operator);
        }
        Location not = grammar.negations.skipNot();
        boolean bodies = grammar.negatesBodies;
        if (not != null && bodies && tokens.at(TokenKind.LEFT_BRACE)) {
            Expression negation = grammar.negations.braced(not);
            return negation == null
                    ? null
                    : new Operand(List.of(negation), false, negation.location());
        }
        if (tokens.at(TokenKind.LEFT_PARENTHESIS)
                && grammar.hasLogic()
                && (not == null || bodies)) {
            Group group = group(true, not == null ? "" : "not ");
            if (group != null) {
                return group.operand() == null || not == null
                        ? group.operand()
                        : negated(group.operand(), not);
            }
        }
        Expression expression = grammar.literals.relation();
        if (expression == null) {
            return null;
        }
        Operand plain = new Operand(List.of(expression), false, expression.location());
        if (not == null) {
            return plain;
        }
        return bodies
                ? negated(plain, not)
                : new Operand(List.of(expression.negatedIf(true)), false, expression.location());
    }

    private Operand negated(Operand inner, Location not) {
        Expression negation = grammar.negations.negation(inner, not);
        return new Operand(List.of(negation), false, negation.location());
    }

    private @Nullable Operand braced(String operator) {
        Location brace = tokens.location();
        TokenStream.Mark mark = tokens.mark();
        tokens.next();
        boolean empty = tokens.at(TokenKind.RIGHT_BRACE);
        List<Expression> body = grammar.bodies.body(TokenKind.RIGHT_BRACE);
        if (body != null) {
            tokens.next();
            if (isAmbiguous(body)) {
                failAmbiguous(brace, body, "");
            }
            return new Operand(body, true, brace);
        }
        if (!empty && !operator.isEmpty()) {
            TokenStream.Mark failed = tokens.mark();
            tokens.reset(mark);
            if (grammar.operators.infix() == null) {
                tokens.reset(failed);
            } else {
                failBraceLed(tokens.span(brace), operator);
            }
        }
        return null;
    }

    /**
     * Operands in parentheses; null, where it began, where they hold a term.
     *
     * @param expected whether an operand is: behind an operator or a negation
     * @param prefix what is written before it
     */
    @Nullable Group group(boolean expected, String prefix) {
        grammar.enter();
        Group group = groupWithin(expected, prefix);
        grammar.leave();
        return group;
    }

    private @Nullable Group groupWithin(boolean expected, String prefix) {
        TokenStream.Mark mark = tokens.mark();
        Location open = tokens.location();
        tokens.next();
        if (tokens.at(TokenKind.RIGHT_PARENTHESIS) && expected) {
            tokens.fail(open, "empty parenthesized group");
            return FAILED;
        }
        Operand first = tokens.at(TokenKind.RIGHT_PARENTHESIS) ? null : operand("");
        if (first == null) {
            tokens.reset(mark);
            return null;
        }
        if (tokens.token().kind().isLogical()) {
            Expression chain = chained(first);
            return chain == null ? FAILED : closed(List.of(chain), open);
        }
        Expression only = first.body().getFirst();
        if (tokens.at(TokenKind.WITH) && !first.explicit() && first.body().size() == 1) {
            return withinWith(only, new Opening(mark, open, expected));
        }
        if (first.explicit()) {
            return explicit(first, new Opening(mark, open, expected), prefix);
        }
        if (first.body().size() == 1
                && (only.negated()
                        || only.form() instanceof Form.Negation
                        || only.form() instanceof Form.Logical)) {
            return closed(first.body(), open);
        }
        tokens.reset(mark);
        return null;
    }

    /** Where a group begins, and whether it was expected. */
    private record Opening(TokenStream.Mark mark, Location location, boolean expected) {}

    private Group closed(List<Expression> body, Location open) {
        if (!tokens.at(TokenKind.RIGHT_PARENTHESIS)) {
            tokens.fail("expected ) to close parenthesized group");
            return FAILED;
        }
        tokens.next();
        return new Group(new Operand(body, false, tokens.span(open)));
    }

    /** {@code (a with b as c)}, which is a group only as an operand. */
    private @Nullable Group withinWith(Expression only, Opening opening) {
        Location with = tokens.location();
        Expression replaced = grammar.bodies.attachWith(only);
        if (replaced == null) {
            return FAILED;
        }
        if (tokens.token().kind().isLogical()) {
            failWithOnOperand(with);
            return FAILED;
        }
        Group group = closed(List.of(replaced), opening.location());
        if (group.operand() == null || opening.expected() || tokens.token().kind().isLogical()) {
            return group;
        }
        tokens.reset(opening.mark());
        return null;
    }

    /** {@code ({ ... })}: the braces are a set or an object, or it is a mistake. */
    private @Nullable Group explicit(Operand body, Opening opening, String prefix) {
        String braces = tokens.text(body.location().offset(), tokens.lastEnd());
        tokens.reset(opening.mark());
        tokens.next();
        Term term = grammar.terms.term();
        tokens.reset(opening.mark());
        if (term != null) {
            return null;
        }
        tokens.hint("drop the parens to keep the body: `" + prefix + braces + "`");
        tokens.fail(opening.location(), "`(...)` in an operand position cannot contain a body");
        return FAILED;
    }

    /** Whether a body in braces could as well be a comprehension of a set. */
    boolean isAmbiguous(List<Expression> body) {
        Expression first = body.getFirst();
        if (!first.applies(TokenKind.OR.text())) {
            return false;
        }
        Location operator = ((Form.Application) first.form()).terms().getFirst().location();
        return tokens.text(operator.offset(), operator.end()).equals("|")
                && !tokens.text(first.location().offset(), first.location().end())
                        .strip()
                        .startsWith("(");
    }

    void failAmbiguous(Location brace, List<Expression> body, String prefix) {
        String braces = tokens.text(brace.offset(), tokens.lastEnd());
        Location first = body.getFirst().location();
        String union =
                tokens.text(brace.offset(), first.offset())
                        + "("
                        + tokens.text(first.offset(), first.end())
                        + ")"
                        + tokens.text(first.end(), tokens.lastEnd());
        tokens.hint(
                "write `%s(%s)` for the comprehension, or `%s%s` for the set union"
                        .formatted(prefix, braces, prefix, union));
        tokens.fail(
                brace,
                "ambiguous `{ ... | ... }` operand: read as a body holding a set-union expression,"
                        + " not as a comprehension");
    }

    void failWithOnOperand(Location with) {
        String operator = tokens.token().kind().text();
        tokens.hint(
                ("Wrap the operand in `(...)` or `{...}` to scope, or move `with` after the `%s`"
                                + " expression to apply it to the whole expression")
                        .formatted(operator));
        tokens.fail(with, "`with` modifier is not allowed on operand of `" + operator + "`");
    }

    /** The expression before the current operator begins with a brace that opens no body. */
    void failBraceLed(Expression expression) {
        boolean empty =
                expression.form() instanceof Form.Single(Term term)
                        && term.value() instanceof TermValue.Pairs(var pairs)
                        && pairs.isEmpty()
                        && expression.with().isEmpty();
        if (empty) {
            tokens.fail(expression.location(), "found empty body");
        } else {
            failBraceLed(expression.location(), tokens.token().kind().text());
        }
    }

    private void failBraceLed(Location operand, String operator) {
        tokens.hint(
                "wrap the operand to keep the value: `(%s) %s ...`"
                        .formatted(tokens.text(operand.offset(), operand.end()), operator));
        tokens.fail(
                operand,
                "operand of `%s` cannot begin with `{` unless the braces hold a body"
                        .formatted(operator));
    }
}
