package io.driftseal.rego.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The heads of rules. */
final class HeadParser {

    private final Grammar grammar;
    private final TokenStream tokens;

    HeadParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    /** A head up to its body; null where there is none. */
    Head.@Nullable Draft head(boolean isDefault) {
        Location begin = tokens.location();
        Term term = grammar.references.finishHead(grammar.terms.variable());
        if (term == null) {
            tokens.unexpected("expected rule head name");
            return null;
        }
        Head.Draft head = named(term);
        if (head == null) {
            return null;
        }
        String name = ReferenceText.of(head.reference);
        switch (tokens.token().kind()) {
            case CONTAINS -> {
                member(head, name);
                return head;
            }
            case UNIFY -> {
                tokens.next();
                head.value = grammar.operators.infix();
                if (head.value == null) {
                    tokens.unexpected(
                            "expected rule value term (e.g., %s[<nil>] = <VALUE> { ... })"
                                    .formatted(name));
                }
            }
            case ASSIGN -> assigned(head, name, isDefault);
            default -> {}
        }
        if (head.value == null && (head.reference.size() != 2 || head.takesArguments())) {
            head.value(Term.truth(begin));
        }
        return head;
    }

    private Head.@Nullable Draft named(Term term) {
        return switch (term.value()) {
            case TermValue.Variable _ -> new Head.Draft(List.of(term));
            case TermValue.Reference(List<Term> terms) -> new Head.Draft(terms);
            case TermValue.Call(List<Term> terms) -> function(terms);
            default -> null;
        };
    }

    private Head.@Nullable Draft function(List<Term> call) {
        List<Term> reference =
                call.getFirst().value() instanceof TermValue.Reference(List<Term> path)
                        ? path
                        : List.of(call.getFirst());
        if (reference.getFirst().variableName() == null) {
            tokens.unexpected("rule head ref " + ReferenceText.of(reference) + " invalid");
            return null;
        }
        Head.Draft head = new Head.Draft(reference);
        head.arguments = call.subList(1, call.size());
        return head;
    }

    private void member(Head.Draft head, String name) {
        if (head.arguments != null) {
            tokens.unexpected(
                    "the contains keyword can only be used with multi-value rule definitions (e.g.,"
                            + " %s contains <VALUE> { ... })".formatted(name));
        }
        tokens.next();
        head.contains = true;
        head.key = grammar.operators.infix();
        if (head.key == null) {
            tokens.unexpected(
                    "expected rule key term (e.g., %s contains <VALUE> { ... })".formatted(name));
        }
    }

    private void assigned(Head.Draft head, String name, boolean isDefault) {
        tokens.next();
        head.assigns = true;
        head.value = grammar.operators.infix();
        if (head.value != null) {
            return;
        }
        String example;
        if (head.takesArguments()) {
            example = "function value term (e.g., %s(...) := <VALUE> { ... })";
        } else if (isDefault) {
            example = "default rule value term (e.g., default %s := <VALUE>)";
        } else {
            example = "rule value term (e.g., %s := <VALUE> { ... })";
        }
        tokens.unexpected("expected " + example.formatted(name));
    }
}
