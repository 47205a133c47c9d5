package io.driftseal.rego.syntax;

import io.driftseal.rego.value.RegoValue;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** What a term is; in OPA's order of kinds. */
sealed interface TermValue {

    /** Null, a boolean, a number or a text. */
    record Scalar(RegoValue value) implements TermValue {}

    /**
     * A text with expressions within.
     *
     * @param parts terms and expressions, not empty texts
     */
    record Template(List<TemplatePart> parts, boolean raw) implements TermValue {}

    record Variable(String name) implements TermValue {}

    /** A head and what it is asked for, {@code a.b[c]}; never empty. */
    record Reference(List<Term> terms) implements TermValue {}

    record Items(List<Term> terms) implements TermValue {}

    /** In the order of the keys; a key that is written twice is there twice, as OPA has it. */
    record Pairs(List<Pair> pairs) implements TermValue {}

    /** A key of an object with its value. */
    record Pair(Term key, Term value) {

        int depth() {
            return Math.max(key.depth(), value.depth());
        }
    }

    /** In order. */
    record Members(SortedSet<Term> terms) implements TermValue {}

    /**
     * A comprehension.
     *
     * @param key of objects, null of the others
     */
    record Comprehension(Shape shape, @Nullable Term key, Term term, List<Expression> body)
            implements TermValue {}

    /** What a comprehension makes. */
    enum Shape {
        ARRAY,
        OBJECT,
        SET
    }

    /** A call: the reference that is called, then its arguments. */
    record Call(List<Term> terms) implements TermValue {}

    /** As OPA calls this kind. */
    default String kind() {
        return switch (this) {
            case Scalar(RegoValue value) -> value.type().regoName();
            case Template _ -> "templatestring";
            case Variable _ -> "var";
            case Reference _ -> "ref";
            case Items _ -> "array";
            case Pairs _ -> "object";
            case Members _ -> "set";
            case Comprehension comprehension ->
                    switch (comprehension.shape()) {
                        case ARRAY -> "arraycomprehension";
                        case OBJECT -> "objectcomprehension";
                        case SET -> "setcomprehension";
                    };
            case Call _ -> "call";
        };
    }

    /** Levels of terms and expressions within. */
    default int depthWithin() {
        return switch (this) {
            case Scalar _, Variable _ -> 0;
            case Template template -> deepest(template.parts());
            case Reference reference -> deepest(reference.terms());
            case Items items -> deepest(items.terms());
            case Pairs(List<Pair> pairs) -> pairs.stream().mapToInt(Pair::depth).max().orElse(0);
            case Members members -> deepest(members.terms());
            case Comprehension made ->
                    Math.max(
                            Math.max(
                                    made.key() == null ? 0 : made.key().depth(),
                                    made.term().depth()),
                            deepest(made.body()));
            case Call call -> deepest(call.terms());
        };
    }

    /** The greatest depth among these; 0 for none. */
    static int deepest(Collection<? extends TemplatePart> parts) {
        int deepest = 0;
        for (TemplatePart part : parts) {
            deepest = Math.max(deepest, part.depth());
        }
        return deepest;
    }
}
