package io.driftseal.evidence;

import java.util.Optional;

/**
 * Why policy decided so.
 *
 * @param field path of the field that is the reason, or empty
 * @param exemption the one that it is about
 */
public record ReasonEntry(
        String code, String message, String field, Optional<ExemptionEntry> exemption) {

    public ReasonEntry {
        Bounds.required("reason.code", code, Bounds.SHORT);
        Bounds.atMost("reason.message", message, Bounds.LONG);
        Bounds.atMost("reason.field", field, Bounds.LONG);
    }

    /** A reason that no exemption has to do with. */
    public ReasonEntry(String code, String message, String field) {
        this(code, message, field, Optional.empty());
    }
}
