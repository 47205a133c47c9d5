package io.driftseal.rego.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a text is made of at its top. */
sealed interface Statement {

    /**
     * The package.
     *
     * @param path {@code data} and the names below it
     */
    record PackageClause(List<Term> path, Location location) implements Statement {}

    /**
     * An import.
     *
     * @param path a reference
     * @param alias a variable, null for none
     */
    record Import(Term path, @Nullable Term alias, Location location) implements Statement {

        /** The terms of the path. */
        List<Term> terms() {
            return path.value() instanceof TermValue.Reference(List<Term> terms)
                    ? terms
                    : List.of(path);
        }

        /** Whether the path begins with this name. */
        boolean isFrom(String root) {
            return root.equals(terms().getFirst().variableName());
        }
    }

    /**
     * A rule.
     *
     * @param otherwise what applies where the body does not, or null
     * @param generatedBody whether the body is not written
     */
    record Rule(
            Head head,
            List<Expression> body,
            @Nullable Rule otherwise,
            boolean isDefault,
            boolean generatedBody,
            Location location)
            implements Statement {}

    /** Expressions outside of rules, some of which are rules all the same. */
    record Query(List<Expression> body) implements Statement {}
}
