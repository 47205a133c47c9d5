package io.driftseal.rego.syntax;

import io.driftseal.rego.value.RegoValue;
import java.util.List;
import java.util.regex.Pattern;

/** References as they are written: {@code a.b["c d"][x]}. */
final class ReferenceText {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private ReferenceText() {}

    /** A reference as text; of other terms as much as names them in a message. */
    static String of(Term term) {
        return switch (term.value()) {
            case TermValue.Scalar(RegoValue value) -> value.toString();
            case TermValue.Variable(String name) -> name.startsWith("$") ? "_" : name;
            case TermValue.Reference(List<Term> terms) -> of(terms);
            default -> term.value().kind();
        };
    }

    private static boolean isPlain(String name) {
        return NAME.matcher(name).matches() && !Keywords.inV1(name);
    }

    /** The same, of the terms of one. */
    static String of(List<Term> terms) {
        var text = new StringBuilder();
        for (Term term : terms) {
            String name = term.textOrNull();
            if (text.isEmpty()) {
                text.append(name == null ? of(term) : name);
            } else if (name != null && isPlain(name)) {
                text.append('.').append(name);
            } else {
                text.append('[').append(of(term)).append(']');
            }
        }
        return text.toString();
    }
}
