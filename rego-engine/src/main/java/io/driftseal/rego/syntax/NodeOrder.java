package io.driftseal.rego.syntax;

import io.driftseal.rego.syntax.Expression.Form;
import io.driftseal.rego.syntax.TermValue.Pair;
import io.driftseal.rego.value.RegoString;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * OPA's order of the nodes of a tree: by kind, then by content. The members of sets and the keys of
 * objects are kept in it, and two that are equal by it are one.
 */
final class NodeOrder {

    static final Comparator<Term> TERMS = NodeOrder::compare;

    private NodeOrder() {}

    private static int compare(Term left, Term right) {
        return left == right ? 0 : compare(left.value(), right.value());
    }

    private static int compare(TermValue left, TermValue right) {
        int byKind = Integer.compare(rank(left), rank(right));
        if (byKind != 0) {
            return byKind;
        }
        return switch (left) {
            case TermValue.Scalar(var scalar) ->
                    scalar.compareTo(((TermValue.Scalar) right).value());
            case TermValue.Template template -> compare(template, (TermValue.Template) right);
            case TermValue.Variable(String name) ->
                    RegoString.of(name)
                            .compareTo(RegoString.of(((TermValue.Variable) right).name()));
            case TermValue.Reference(var terms) ->
                    compareAll(terms, ((TermValue.Reference) right).terms());
            case TermValue.Items(var terms) -> compareAll(terms, ((TermValue.Items) right).terms());
            case TermValue.Pairs(var pairs) ->
                    comparePairs(pairs, ((TermValue.Pairs) right).pairs());
            case TermValue.Members(var terms) ->
                    compareAll(terms, ((TermValue.Members) right).terms());
            case TermValue.Comprehension made -> compare(made, (TermValue.Comprehension) right);
            case TermValue.Call(var terms) -> compareAll(terms, ((TermValue.Call) right).terms());
        };
    }

    private static int rank(TermValue value) {
        return switch (value) {
            case TermValue.Scalar _ -> 0;
            case TermValue.Template _ -> 1;
            case TermValue.Variable _ -> 2;
            case TermValue.Reference _ -> 3;
            case TermValue.Items _ -> 4;
            case TermValue.Pairs _ -> 5;
            case TermValue.Members _ -> 6;
            case TermValue.Comprehension made ->
                    switch (made.shape()) {
                        case ARRAY -> 7;
                        case OBJECT -> 8;
                        case SET -> 9;
                    };
            case TermValue.Call _ -> 10;
        };
    }

    private static int compareAll(Iterable<Term> left, Iterable<Term> right) {
        Iterator<Term> others = right.iterator();
        for (Term term : left) {
            int order = others.hasNext() ? compare(term, others.next()) : 1;
            if (order != 0) {
                return order;
            }
        }
        return others.hasNext() ? -1 : 0;
    }

    private static int compare(TermValue.Template left, TermValue.Template right) {
        if (left.raw() != right.raw()) {
            return Boolean.compare(left.raw(), right.raw());
        }
        int order = Integer.compare(left.parts().size(), right.parts().size());
        for (int i = 0; order == 0 && i < left.parts().size(); i++) {
            order = compare(left.parts().get(i), right.parts().get(i));
        }
        return order;
    }

    private static int compare(TemplatePart left, TemplatePart right) {
        return switch (left) {
            case Term term -> right instanceof Term other ? compare(term, other) : -1;
            case Expression expression ->
                    right instanceof Expression other ? compare(expression, other) : 1;
        };
    }

    private static int comparePairs(List<Pair> left, List<Pair> right) {
        int common = Math.min(left.size(), right.size());
        for (int i = 0; i < common; i++) {
            int order = compare(left.get(i).key(), right.get(i).key());
            order = order == 0 ? compare(left.get(i).value(), right.get(i).value()) : order;
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    private static int compare(TermValue.Comprehension left, TermValue.Comprehension right) {
        int order = compareOptional(left.key(), right.key());
        order = order == 0 ? compare(left.term(), right.term()) : order;
        return order == 0 ? compareBodies(left.body(), right.body()) : order;
    }

    private static int compareOptional(@Nullable Term left, @Nullable Term right) {
        if (left == null || right == null) {
            return Boolean.compare(left != null, right != null);
        }
        return compare(left, right);
    }

    /** Expressions at the same place of their bodies, which OPA compares first, are met here. */
    private static int compareBodies(List<Expression> left, List<Expression> right) {
        int common = Math.min(left.size(), right.size());
        for (int i = 0; i < common; i++) {
            int order = compare(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    private static int compare(Expression left, Expression right) {
        int order = Integer.compare(rank(left.form()), rank(right.form()));
        order = order == 0 ? Boolean.compare(left.negated(), right.negated()) : order;
        order = order == 0 ? compare(left.form(), right.form()) : order;
        return order == 0 ? compareWith(left.with(), right.with()) : order;
    }

    private static int rank(Form form) {
        return switch (form) {
            case Form.Declaration _ -> 0;
            case Form.Single _ -> 1;
            case Form.Application _ -> 2;
            case Form.Every _ -> 3;
            case Form.Negation _ -> 4;
            case Form.Logical logical -> logical.operator() == TokenKind.LOGICAL_AND ? 5 : 6;
        };
    }

    private static int compare(Form left, Form right) {
        return switch (left) {
            case Form.Declaration(var symbols) ->
                    compareAll(symbols, ((Form.Declaration) right).symbols());
            case Form.Single(Term term) -> compare(term, ((Form.Single) right).term());
            case Form.Application(var terms) ->
                    compareAll(terms, ((Form.Application) right).terms());
            case Form.Every every -> compare(every, (Form.Every) right);
            case Form.Negation(var body, _) -> compareBodies(body, ((Form.Negation) right).body());
            case Form.Logical logical -> compare(logical, (Form.Logical) right);
        };
    }

    private static int compare(Form.Every left, Form.Every right) {
        int order = compareOptional(left.key(), right.key());
        order = order == 0 ? compare(left.value(), right.value()) : order;
        order = order == 0 ? compare(left.domain(), right.domain()) : order;
        return order == 0 ? compareBodies(left.body(), right.body()) : order;
    }

    private static int compare(Form.Logical left, Form.Logical right) {
        int order = compareBodies(left.left().body(), right.left().body());
        return order == 0 ? compareBodies(left.right().body(), right.right().body()) : order;
    }

    private static int compareWith(List<With> left, List<With> right) {
        int common = Math.min(left.size(), right.size());
        for (int i = 0; i < common; i++) {
            int order = compare(left.get(i).target(), right.get(i).target());
            order = order == 0 ? compare(left.get(i).value(), right.get(i).value()) : order;
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }
}
