package io.driftseal.rego.syntax;

import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A term. Immutable; compared by {@link NodeOrder} alone. */
final class Term implements TemplatePart {

    /**
     * Of terms and expressions within each other. Each level has up to three of values in what is
     * answered, which may nest up to {@link RegoValue#MAXIMUM_DEPTH}.
     */
    static final int MAXIMUM_DEPTH = 240;

    private final TermValue value;
    private final Location location;
    private final int depth;

    /**
     * A term that is written there.
     *
     * @throws NestingException beyond {@link #MAXIMUM_DEPTH}
     */
    Term(TermValue value, Location location) {
        this.value = value;
        this.location = location;
        this.depth = deeper(value.depthWithin());
    }

    /** One level more, within the limit. */
    static int deeper(int within) {
        if (within >= MAXIMUM_DEPTH) {
            throw new NestingException();
        }
        return within + 1;
    }

    static Term variable(String name, Location location) {
        return new Term(new TermValue.Variable(name), location);
    }

    static Term text(String text, Location location) {
        return new Term(new TermValue.Scalar(RegoString.of(text)), location);
    }

    static Term truth(Location location) {
        return new Term(new TermValue.Scalar(RegoBoolean.TRUE), location);
    }

    static Term reference(List<Term> terms, Location location) {
        return new Term(new TermValue.Reference(List.copyOf(terms)), location);
    }

    /** A call at the place of its first argument. */
    static Term call(Location location, Term... terms) {
        return new Term(new TermValue.Call(List.of(terms)), location);
    }

    TermValue value() {
        return value;
    }

    Location location() {
        return location;
    }

    @Override
    public int depth() {
        return depth;
    }

    /** The name if it is a variable, else null. */
    @Nullable String variableName() {
        return value instanceof TermValue.Variable(String name) ? name : null;
    }

    /** The text if it is one, else null. */
    @Nullable String textOrNull() {
        return value instanceof TermValue.Scalar(RegoString text) ? text.text() : null;
    }

    boolean isWildcard() {
        return value instanceof TermValue.Variable(String name) && name.startsWith("$");
    }
}
