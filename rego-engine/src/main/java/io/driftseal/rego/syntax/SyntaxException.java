package io.driftseal.rego.syntax;

import java.util.List;

/** A text is no module of Rego, or one beyond the limits of this parser. */
public final class SyntaxException extends Exception {

    private static final long serialVersionUID = 1L;

    /** A hostile text has an error in every line. */
    private static final int SHOWN = 100;

    SyntaxException(String message) {
        super(message, null, false, false);
    }

    /** OPA's list of errors, at least one and of many the first ones. */
    static SyntaxException of(List<SyntaxError> errors, String file, byte[] source) {
        List<String> texts =
                errors.stream().limit(SHOWN).map(error -> error.text(file, source)).toList();
        return new SyntaxException(
                errors.size() == 1
                        ? "1 error occurred: " + texts.getFirst()
                        : errors.size() + " errors occurred:\n" + String.join("\n", texts));
    }

    /** What is wrong. */
    public String problem() {
        return String.valueOf(getMessage());
    }
}
