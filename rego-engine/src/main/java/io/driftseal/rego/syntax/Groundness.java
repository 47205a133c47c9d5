package io.driftseal.rego.syntax;

import io.driftseal.rego.syntax.Expression.Form;
import java.util.Collection;
import java.util.List;

/** Which terms have no variables in them, as OPA sees it: the head of a reference is none. */
final class Groundness {

    private Groundness() {}

    static boolean isGround(Term term) {
        return switch (term.value()) {
            case TermValue.Scalar _ -> true;
            case TermValue.Template _, TermValue.Variable _ -> false;
            case TermValue.Reference(List<Term> terms) -> areGround(terms.subList(1, terms.size()));
            case TermValue.Items(List<Term> terms) -> areGround(terms);
            case TermValue.Members(var terms) -> areGround(terms);
            case TermValue.Pairs(var pairs) ->
                    pairs.stream().allMatch(pair -> isGround(pair.key()) && isGround(pair.value()));
            case TermValue.Comprehension made ->
                    isGround(made.term())
                            && (made.key() == null || isGround(made.key()))
                            && isGroundBody(made.body());
            case TermValue.Call(List<Term> terms) -> areGround(terms);
        };
    }

    private static boolean areGround(Collection<Term> terms) {
        return terms.stream().allMatch(Groundness::isGround);
    }

    private static boolean isGroundBody(List<Expression> body) {
        return body.stream().allMatch(expression -> isGround(expression.form()));
    }

    private static boolean isGround(Form form) {
        return switch (form) {
            case Form.Declaration _, Form.Every _ -> false;
            case Form.Single(Term term) -> isGround(term);
            case Form.Application(List<Term> terms) -> areGround(terms.subList(1, terms.size()));
            case Form.Negation negation -> isGroundBody(negation.body());
            case Form.Logical logical ->
                    isGroundBody(logical.left().body()) && isGroundBody(logical.right().body());
        };
    }
}
