package io.driftseal.rego.syntax;

import io.driftseal.rego.syntax.Expression.Form;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code some} and {@code every}. */
final class QuantifierParser {

    private final Grammar grammar;
    private final TokenStream tokens;

    QuantifierParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    /** {@code some x in y}, {@code some k, x in y} or {@code some x, y}. */
    @Nullable Expression some() {
        Location begin = tokens.location();
        TokenStream.Mark mark = tokens.mark();
        tokens.next();
        Term term = grammar.operators.infix();
        if (term != null && term.value() instanceof TermValue.Call call) {
            if (memberArguments(call, "expected `x in xs` or `x, y in xs` expression") == null) {
                return null;
            }
            return grammar.bodies.attachWith(
                    new Expression(new Form.Declaration(List.of(term)), begin));
        }
        tokens.reset(mark);
        List<Term> variables = new ArrayList<>();
        do {
            tokens.next();
            if (!tokens.at(TokenKind.IDENTIFIER)) {
                tokens.unexpected("expected var");
                return null;
            }
            variables.add(grammar.terms.variable());
            tokens.next();
        } while (tokens.at(TokenKind.COMMA));
        return new Expression(new Form.Declaration(List.copyOf(variables)), begin);
    }

    /**
     * The arguments of a call of membership; null, with an error, of another call or of one with
     * too few or too many of them.
     */
    private @Nullable List<Term> memberArguments(TermValue.Call call, String expected) {
        String name = OperatorParser.memberName(call);
        if (name == null) {
            tokens.unexpected(expected);
            return null;
        }
        List<Term> arguments = call.terms().subList(1, call.terms().size());
        if (!name.endsWith("_" + arguments.size())) {
            tokens.unexpected("illegal domain");
            return null;
        }
        return arguments;
    }

    /** {@code every x in y { ... }} or {@code every k, x in y { ... }}. */
    @Nullable Expression every() {
        String expected = "expected `x[, y] in xs { ... }` expression";
        Location begin = tokens.location();
        tokens.next();
        Term term = grammar.operators.infix();
        if (term == null) {
            return null;
        }
        if (!(term.value() instanceof TermValue.Call call)) {
            tokens.unexpected(expected);
            return null;
        }
        List<Term> arguments = memberArguments(call, expected);
        if (arguments == null) {
            return null;
        }
        Term key = arguments.size() == 2 ? null : arguments.getFirst();
        Term value = arguments.get(arguments.size() - 2);
        if ((key != null && !isVariable(key, "key")) || !isVariable(value, "value")) {
            return null;
        }
        if (!tokens.at(TokenKind.LEFT_BRACE)) {
            tokens.unexpected("missing body");
            return null;
        }
        tokens.next();
        List<Expression> body = grammar.bodies.body(TokenKind.RIGHT_BRACE);
        if (body == null) {
            return null;
        }
        tokens.next();
        return grammar.bodies.attachWith(
                new Expression(new Form.Every(key, value, arguments.getLast(), body), begin));
    }

    private boolean isVariable(Term term, String what) {
        if (term.variableName() != null) {
            return true;
        }
        tokens.unexpected("expected " + what + " to be a variable");
        return false;
    }
}
