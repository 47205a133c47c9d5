package io.driftseal.rego.syntax;

import io.driftseal.rego.syntax.Expression.Form;
import io.driftseal.rego.syntax.Statement.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules that are written as expressions: {@code a = 1}, {@code a[b] := c}, {@code f(x)}. */
final class QueryRules {

    /**
     * A rule, or why the expressions are none.
     *
     * @param rule null where there is a problem
     * @param problem empty where there is a rule
     */
    record Result(@Nullable Rule rule, String problem) {}

    private QueryRules() {}

    private static Result none(String problem) {
        return new Result(null, problem);
    }

    private static Result rule(Head.Draft head, Location location) {
        return new Result(
                new Rule(head.build(), RuleParser.truth(location), null, false, true, location),
                "");
    }

    static Result of(List<Expression> body) {
        if (body.size() != 1) {
            return none("multiple expressions cannot be used for rule head");
        }
        Expression expression = body.getFirst();
        if (!expression.with().isEmpty()) {
            return none("expressions using with keyword cannot be used for rule head");
        }
        if (expression.negated()) {
            return none("negated expressions cannot be used for rule head");
        }
        return switch (expression.form()) {
            case Form.Declaration _ -> none("'some' declarations cannot be used for rule head");
            case Form.Single(Term term) -> ofTerm(term);
            case Form.Application(List<Term> terms) -> ofCall(expression, terms);
            case Form.Every _, Form.Negation _, Form.Logical _ ->
                    none("expression cannot be used for rule head");
        };
    }

    /** No rule of Rego v1, as its check says. */
    private static Result ofTerm(Term term) {
        if (!(term.value() instanceof TermValue.Reference(List<Term> path))) {
            return none(term.value().kind() + " cannot be used for rule name");
        }
        if (path.size() == 1) {
            return none("refs cannot be used for rule head");
        }
        Term first = path.getFirst();
        if (first.variableName() == null) {
            return none("invalid rule head: " + ReferenceText.of(path));
        }
        Head.Draft head = new Head.Draft(path.size() == 2 ? List.of(first) : path);
        if (path.size() == 2) {
            head.key = path.getLast();
        } else {
            head.value(Term.truth(term.location()));
        }
        return rule(head, term.location());
    }

    private static Result ofCall(Expression expression, List<Term> terms) {
        boolean assigns = expression.applies(TokenKind.ASSIGN.text());
        if (assigns || expression.applies(TokenKind.UNIFY.text())) {
            return terms.size() < 3
                    ? none("assignment requires two operands")
                    : ofEquation(terms.get(1), terms.get(2), assigns, expression.location());
        }
        if (OpaBuiltins.exists(ReferenceText.of(terms.getFirst()))) {
            return none("rule name conflicts with built-in function");
        }
        if (terms.size() < 2) {
            return none("rule argument list must take at least one argument");
        }
        Location location = terms.getFirst().location();
        Head.Draft head = function(terms);
        if (head == null) {
            return none("invalid rule head: " + ReferenceText.of(terms.getFirst()));
        }
        head.value = Term.truth(location);
        return rule(head, location);
    }

    private static Head.@Nullable Draft function(List<Term> call) {
        if (!(call.getFirst().value() instanceof TermValue.Reference(List<Term> path))
                || path.getFirst().variableName() == null) {
            return null;
        }
        Head.Draft head = new Head.Draft(path);
        head.arguments = call.subList(1, call.size());
        return head;
    }

    private static Result ofEquation(Term left, Term right, boolean assigns, Location location) {
        Head.Draft head =
                switch (left.value()) {
                    case TermValue.Call(List<Term> terms) -> function(terms);
                    case TermValue.Reference(List<Term> path) -> ofReference(path);
                    case TermValue.Variable _ -> new Head.Draft(List.of(left));
                    default -> null;
                };
        if (head == null) {
            return none(
                    left.value() instanceof TermValue.Reference(List<Term> path)
                            ? "invalid rule head: " + ReferenceText.of(path)
                            : left.value().kind() + " cannot be used for rule name");
        }
        head.value = right;
        head.assigns = assigns;
        return rule(head, location);
    }

    private static Head.@Nullable Draft ofReference(List<Term> path) {
        String first = path.getFirst().variableName();
        if (first == null) {
            return null;
        }
        Head.Draft head = new Head.Draft(path);
        if (path.size() == 2) {
            head.name = first;
            head.key = path.getLast();
        }
        return head;
    }
}
