package io.driftseal.rego.syntax;

import io.driftseal.rego.syntax.Expression.Form;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a default rule may be: a value that depends on nothing, and any arguments. */
final class DefaultRules {

    private final Location rule;
    private final TokenStream tokens;
    private boolean valid = true;

    private DefaultRules(Location rule, TokenStream tokens) {
        this.rule = rule;
        this.tokens = tokens;
    }

    /** Whether the head may be a default rule's; leaves errors if not. */
    static boolean isValid(Head.Draft head, Location rule, TokenStream tokens) {
        Term value = head.value;
        if (value == null) {
            tokens.fail(rule, "illegal default rule (must have a value)");
            return false;
        }
        var check = new DefaultRules(rule, tokens);
        check.value(value);
        if (check.valid && head.arguments != null) {
            check.arguments(head.arguments);
        }
        return check.valid;
    }

    private void fail(String problem) {
        tokens.fail(rule, "illegal default rule (" + problem + ")");
        valid = false;
    }

    private void arguments(List<Term> arguments) {
        Set<String> names = new HashSet<>();
        for (Term argument : arguments) {
            String name = argument.variableName();
            if (name == null) {
                fail("arguments cannot contain " + argument.value().kind());
            } else if (!names.add(name)) {
                fail("arguments cannot be repeated " + ReferenceText.of(argument));
            }
        }
    }

    /** Comprehensions may depend on something: they are left alone. */
    private void value(Term term) {
        switch (term.value()) {
            case TermValue.Reference _, TermValue.Variable _, TermValue.Call _ ->
                    fail("value cannot contain " + term.value().kind());
            case TermValue.Items(List<Term> terms) -> values(terms);
            case TermValue.Members(var terms) -> values(terms);
            case TermValue.Pairs(var pairs) ->
                    pairs.forEach(pair -> {
                        value(pair.key());
                        value(pair.value());
                    });
            case TermValue.Template template ->
                    template.parts()
                            .forEach(part -> {
                                switch (part) {
                                    case Term inner -> value(inner);
                                    case Expression expression -> expression(expression);
                                }
                            });
            case TermValue.Scalar _, TermValue.Comprehension _ -> {}
        }
    }

    private void values(Collection<Term> terms) {
        terms.forEach(this::value);
    }

    private void expression(Expression expression) {
        switch (expression.form()) {
            case Form.Declaration(List<Term> symbols) -> values(symbols);
            case Form.Single(Term term) -> value(term);
            case Form.Application(List<Term> terms) -> values(terms);
            case Form.Every every -> {
                if (every.key() != null) {
                    value(every.key());
                }
                value(every.value());
                value(every.domain());
                every.body().forEach(this::expression);
            }
            case Form.Negation negation -> negation.body().forEach(this::expression);
            case Form.Logical logical -> {
                logical.left().body().forEach(this::expression);
                logical.right().body().forEach(this::expression);
            }
        }
        for (With with : expression.with()) {
            value(with.target());
            value(with.value());
        }
    }
}
