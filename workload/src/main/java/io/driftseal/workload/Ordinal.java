package io.driftseal.workload;

import java.util.Optional;

/** A whole number at the end of a name, as controllers count. */
final class Ordinal {

    private static final int MAXIMUM_DIGITS = 10;

    private Ordinal() {}

    /** The digits that follow the prefix and end the text; no sign, no leading zero. */
    static Optional<String> after(String prefix, String text) {
        return text.startsWith(prefix)
                ? Optional.of(text.substring(prefix.length())).filter(Ordinal::isOne)
                : Optional.empty();
    }

    static boolean isOne(String text) {
        return !text.isEmpty()
                && text.length() <= MAXIMUM_DIGITS
                && GeneratedName.isOfAlphabet(text, "0123456789")
                && (text.length() == 1 || text.charAt(0) != '0');
    }
}
