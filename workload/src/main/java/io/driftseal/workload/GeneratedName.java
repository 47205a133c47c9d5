package io.driftseal.workload;

import io.driftseal.workload.json.JsonObject;

/**
 * Names that Kubernetes makes from a base and random or hashed characters ({@code
 * k8s.io/apimachinery/pkg/util/rand}).
 */
record GeneratedName(String alphabet, int suffixLength) {

    static GeneratedName of(JsonObject allowed) {
        return new GeneratedName(
                allowed.string("alphabet").orElseThrow(),
                (int) allowed.number("suffixLength").orElseThrow().whole().orElseThrow());
    }

    /** Whether a name is this base and then exactly the characters of a generated end. */
    boolean matches(String name, String base) {
        return name.length() == base.length() + suffixLength
                && name.startsWith(base)
                && isOfAlphabet(name.substring(base.length()), alphabet);
    }

    static boolean isOfAlphabet(String text, String alphabet) {
        for (int i = 0; i < text.length(); i++) {
            if (alphabet.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
