package io.driftseal.rego.syntax;

import io.driftseal.rego.syntax.Expression.Form;
import io.driftseal.rego.syntax.Expression.Operand;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One expression of a body, with its negation, its operators of logic and what it replaces. */
final class LiteralParser {

    private final Grammar grammar;
    private final TokenStream tokens;

    LiteralParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    /** An expression; null where there is none. */
    @Nullable Expression literal() {
        Location begin = tokens.location();
        Expression expression = expression();
        return expression == null ? null : expression.at(tokens.span(begin));
    }

    private @Nullable Expression expression() {
        if (tokens.at(TokenKind.LEFT_BRACE) && grammar.hasLogic()) {
            LogicParser.Attempt braced = grammar.logic.bracedOperand();
            if (braced != null) {
                return braced.expression();
            }
        }
        if (tokens.at(TokenKind.LEFT_PARENTHESIS) && grammar.hasLogic()) {
            LogicParser.Group group = grammar.logic.group(false, "");
            if (group != null) {
                return group.operand() == null ? null : grammar.logic.chained(group.operand());
            }
        }
        if (grammar.retagBeforeReference()) {
            return plain();
        }
        Location not = grammar.negations.skipNot();
        if (not == null) {
            return switch (tokens.token().kind()) {
                case SOME -> grammar.quantifiers.some();
                case EVERY -> grammar.quantifiers.every();
                default -> plain();
            };
        }
        if (grammar.negatesBodies && tokens.at(TokenKind.LEFT_BRACE)) {
            Expression negation = grammar.negations.braced(not);
            return negation == null ? null : grammar.logic.chained(operand(negation));
        }
        return switch (tokens.token().kind()) {
            case SOME, EVERY -> {
                tokens.unexpected("illegal negation of '" + tokens.token().kind().text() + "'");
                yield null;
            }
            default -> negated(not);
        };
    }

    private static Operand operand(Expression expression) {
        return new Operand(List.of(expression), false, expression.location());
    }

    private @Nullable Expression plain() {
        Token first = tokens.token();
        Expression term = relation();
        if (term == null) {
            return null;
        }
        Location with = tokens.at(TokenKind.WITH) ? tokens.location() : null;
        Expression expression = grammar.bodies.attachWith(term);
        if (expression == null || !tokens.token().kind().isLogical()) {
            return expression;
        }
        if (with != null) {
            grammar.logic.failWithOnOperand(with);
            return null;
        }
        Expression operand = expression.at(tokens.span(first.location()));
        if (first.is(TokenKind.LEFT_BRACE)) {
            grammar.logic.failBraceLed(operand);
            return null;
        }
        return grammar.logic.chained(operand(operand));
    }

    /** What is negated, behind the keyword. */
    private @Nullable Expression negated(Location not) {
        if (grammar.negatesBodies && tokens.at(TokenKind.LEFT_PARENTHESIS)) {
            LogicParser.Group group = grammar.logic.group(true, "not ");
            if (group != null) {
                Operand inner = group.operand();
                return inner == null
                        ? null
                        : grammar.logic.chained(operand(grammar.negations.negation(inner, not)));
            }
        }
        Location begin = tokens.location();
        Expression term = relation();
        if (term == null) {
            return null;
        }
        Location with = tokens.at(TokenKind.WITH) ? tokens.location() : null;
        Expression replaced = grammar.bodies.attachWith(term);
        if (replaced == null) {
            return null;
        }
        Expression expression =
                grammar.negatesBodies
                        ? grammar.negations.negation(operand(term), not).with(replaced.with())
                        : replaced.negatedIf(true).at(tokens.span(begin));
        if (!tokens.token().kind().isLogical()) {
            return expression;
        }
        if (with != null) {
            grammar.logic.failWithOnOperand(with);
            return null;
        }
        return grammar.logic.chained(operand(expression));
    }

    /** A term, a call, or two terms that are unified or assigned. */
    @Nullable Expression relation() {
        Location begin = tokens.location();
        Term left = grammar.operators.infix();
        if (left == null) {
            return null;
        }
        if (tokens.at(TokenKind.ASSIGN) || tokens.at(TokenKind.UNIFY)) {
            Term operator = grammar.operators.operator();
            Term right = grammar.operators.infix();
            return right == null
                    ? null
                    : new Expression(
                            new Form.Application(List.of(operator, left, right)),
                            tokens.span(begin));
        }
        Form form =
                left.value() instanceof TermValue.Call(List<Term> terms)
                        ? new Form.Application(terms)
                        : new Form.Single(left);
        return new Expression(form, tokens.span(begin));
    }
}
