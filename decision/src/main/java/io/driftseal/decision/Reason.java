package io.driftseal.decision;

import java.util.Objects;
import java.util.Optional;

/**
 * One reason of a decision.
 *
 * @param code stable name of the rule, lower case with hyphens, for example {@code host-path}
 * @param message one short sentence that says what to change
 * @param field the field it is about in kubectl style, empty where there is none
 * @param exemption the exemption that it rests on, or that would have prevented it until it ended
 */
public record Reason(String code, String message, String field, Optional<RuleExemption> exemption) {
    public Reason {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(field, "field");
        if (code.isBlank() || message.isBlank()) {
            throw new IllegalArgumentException("a reason needs a code and a message");
        }
    }

    /** A reason that no exemption has to do with. */
    public Reason(String code, String message, String field) {
        this(code, message, field, Optional.empty());
    }
}
