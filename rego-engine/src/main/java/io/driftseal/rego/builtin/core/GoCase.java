package io.driftseal.rego.builtin.core;

import io.driftseal.rego.value.RegoString;
import java.util.function.IntUnaryOperator;

/** Upper and lower case as Go has it: one character for one, in no language in particular. */
final class GoCase {

    private GoCase() {}

    static RegoString lower(RegoString string) {
        return mapped(string, Character::toLowerCase);
    }

    static RegoString upper(RegoString string) {
        return mapped(string, Character::toUpperCase);
    }

    private static RegoString mapped(RegoString string, IntUnaryOperator mapping) {
        String text = string.text();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c) || mapping.applyAsInt(c) != c) {
                var out = new StringBuilder(text.length());
                text.codePoints().map(mapping).forEach(out::appendCodePoint);
                return RegoString.of(out.toString());
            }
        }
        return string;
    }
}
