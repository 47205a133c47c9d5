package io.driftseal.rego.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression of a body. Immutable; compared by {@link NodeOrder} alone. */
final class Expression implements TemplatePart {

    /** What an expression is; in OPA's order of kinds. */
    sealed interface Form {

        /** {@code some x, y} or, with one call as symbol, {@code some x in y}. */
        record Declaration(List<Term> symbols) implements Form {}

        record Single(Term term) implements Form {}

        /** A call: the operator, then its operands. */
        record Application(List<Term> terms) implements Form {}

        record Every(@Nullable Term key, Term value, Term domain, List<Expression> body)
                implements Form {}

        /** A negated body, where the module imports the keyword. */
        record Negation(List<Expression> body, boolean explicit) implements Form {}

        record Logical(TokenKind operator, Operand left, Operand right) implements Form {}
    }

    /**
     * A side of {@code and} or {@code or}.
     *
     * @param explicit whether it is written in braces
     */
    record Operand(List<Expression> body, boolean explicit, Location location) {}

    private final Form form;
    private final List<With> with;
    private final boolean negated;
    private final boolean generated;
    private final Location location;
    private final int depth;

    private Expression(
            Form form, List<With> with, boolean negated, boolean generated, Location location) {
        this.form = form;
        this.with = with;
        this.negated = negated;
        this.generated = generated;
        this.location = location;
        int within = depthWithin(form);
        for (With one : with) {
            within = Math.max(within, Math.max(one.target().depth(), one.value().depth()));
        }
        this.depth = Term.deeper(within);
    }

    Expression(Form form, Location location) {
        this(form, List.of(), false, false, location);
    }

    /** What stands for the body of a rule that has none. */
    static Expression implicitTruth(Location location) {
        return new Expression(
                new Form.Single(Term.truth(location)), List.of(), false, true, location);
    }

    Expression at(Location other) {
        return new Expression(form, with, negated, generated, other);
    }

    /** With these and no others. */
    Expression with(List<With> others) {
        return new Expression(form, others, negated, generated, location);
    }

    Expression negatedIf(boolean isNegated) {
        return new Expression(form, with, isNegated, generated, location);
    }

    private static int depthWithin(Form form) {
        return switch (form) {
            case Form.Declaration declaration -> TermValue.deepest(declaration.symbols());
            case Form.Single(Term term) -> term.depth();
            case Form.Application(List<Term> terms) -> TermValue.deepest(terms);
            case Form.Every every ->
                    Math.max(
                            Math.max(every.value().depth(), every.domain().depth()),
                            Math.max(
                                    every.key() == null ? 0 : every.key().depth(),
                                    TermValue.deepest(every.body())));
            case Form.Negation negation -> TermValue.deepest(negation.body());
            case Form.Logical logical ->
                    Math.max(
                            TermValue.deepest(logical.left().body()),
                            TermValue.deepest(logical.right().body()));
        };
    }

    Form form() {
        return form;
    }

    List<With> with() {
        return with;
    }

    boolean negated() {
        return negated;
    }

    boolean generated() {
        return generated;
    }

    Location location() {
        return location;
    }

    @Override
    public int depth() {
        return depth;
    }

    /** Whether it calls the operator of this name. */
    boolean applies(String operator) {
        return form instanceof Form.Application(List<Term> terms)
                && terms.getFirst().value() instanceof TermValue.Reference(List<Term> path)
                && path.size() == 1
                && operator.equals(path.getFirst().variableName());
    }
}
