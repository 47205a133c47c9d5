package io.driftseal.rego.syntax;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The head of a rule. Immutable; made and changed by way of a {@link Draft}.
 *
 * @see Draft for what the fields are
 */
final class Head {

    /** A head to be. */
    static final class Draft {

        /** Empty where OPA gives rules no name: where they are named by a reference. */
        String name = "";

        /** What the rule is called by; a name alone, mostly. */
        List<Term> reference;

        /** Of a function, else null; empty where it takes none. */
        @Nullable List<Term> arguments;

        /** Of partial rules. */
        @Nullable Term key;

        @Nullable Term value;

        /** Whether the value is assigned and not unified. */
        boolean assigns;

        /** Whether the value is not written but true for want of one. */
        boolean generatedValue;

        /** Whether {@code contains} is written. */
        boolean contains;

        /** Whether {@code if} is written. */
        boolean hasIf;

        /** Whether it is another head's, for a further body, but for what was changed since. */
        boolean copied;

        Draft(List<Term> reference) {
            this.reference = reference;
            String first = reference.getFirst().variableName();
            if (reference.size() == 1 && first != null) {
                this.name = first;
            }
        }

        private Draft(Head head) {
            this.name = head.name;
            this.reference = head.reference;
            this.arguments = head.arguments;
            this.key = head.key;
            this.value = head.value;
            this.assigns = head.assigns;
            this.generatedValue = head.generatedValue;
            this.contains = head.contains;
            this.hasIf = head.hasIf;
            this.copied = true;
        }

        /** Takes the value for one that is not written. */
        void value(Term generated) {
            value = generated;
            generatedValue = true;
        }

        boolean takesArguments() {
            return arguments != null && !arguments.isEmpty();
        }

        Head build() {
            return new Head(this);
        }
    }

    private final String name;
    private final List<Term> reference;
    private final @Nullable List<Term> arguments;
    private final @Nullable Term key;
    private final @Nullable Term value;
    private final boolean assigns;
    private final boolean generatedValue;
    private final boolean contains;
    private final boolean hasIf;
    private final boolean copied;

    private Head(Draft draft) {
        this.name = draft.name;
        this.reference = List.copyOf(draft.reference);
        this.arguments = draft.arguments == null ? null : List.copyOf(draft.arguments);
        this.key = draft.key;
        this.value = draft.value;
        this.assigns = draft.assigns;
        this.generatedValue = draft.generatedValue;
        this.contains = draft.contains;
        this.hasIf = draft.hasIf;
        this.copied = draft.copied;
    }

    /** A draft that begins as this head is. */
    Draft draft() {
        return new Draft(this);
    }

    /** The same with wildcards of its own as arguments, for a further body of the rule. */
    Draft again(TokenStream tokens) {
        Draft draft = draft();
        if (arguments != null) {
            draft.arguments =
                    arguments.stream()
                            .map(argument ->
                                    argument.isWildcard()
                                            ? Term.variable(tokens.wildcard(), argument.location())
                                            : argument)
                            .toList();
        }
        return draft;
    }

    String name() {
        return name;
    }

    List<Term> reference() {
        return reference;
    }

    List<Term> arguments() {
        return Objects.requireNonNullElse(arguments, List.of());
    }

    @Nullable Term key() {
        return key;
    }

    @Nullable Term value() {
        return value;
    }

    boolean assigns() {
        return assigns;
    }

    boolean generatedValue() {
        return generatedValue;
    }

    boolean contains() {
        return contains;
    }

    boolean hasIf() {
        return hasIf;
    }

    /** Whether it repeats another head. */
    boolean copied() {
        return copied;
    }
}
