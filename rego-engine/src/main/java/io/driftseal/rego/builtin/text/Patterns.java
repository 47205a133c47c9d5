package io.driftseal.rego.builtin.text;

import io.driftseal.rego.builtin.BuiltinContext;

/** Regular expressions for builtins of other families. */
public final class Patterns {

    private Patterns() {}

    public static boolean isValid(String pattern) {
        return Regex.isValid(pattern);
    }

    /** Whether the pattern is found anywhere in the text. */
    public static boolean found(BuiltinContext context, String pattern, String text) {
        return Regex.of(pattern).found(context, text);
    }
}
