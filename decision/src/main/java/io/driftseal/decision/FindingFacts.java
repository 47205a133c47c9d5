package io.driftseal.decision;

import java.util.List;
import java.util.Objects;

/**
 * One finding as policy sees it.
 *
 * @param code reason code of the scanner, for example {@code form-changed}
 * @param message the scanner's sentence
 * @param fields the fields that differ, in kubectl style; may be empty
 */
public record FindingFacts(String code, String message, List<String> fields) {
    public FindingFacts {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(message, "message");
        fields = List.copyOf(fields);
    }
}
