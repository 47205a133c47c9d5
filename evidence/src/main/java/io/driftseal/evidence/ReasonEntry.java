package io.driftseal.evidence;

/**
 * Why policy decided so.
 *
 * @param field path of the field that is the reason, or empty
 */
public record ReasonEntry(String code, String message, String field) {

    public ReasonEntry {
        Bounds.required("reason.code", code, Bounds.SHORT);
        Bounds.atMost("reason.message", message, Bounds.LONG);
        Bounds.atMost("reason.field", field, Bounds.LONG);
    }
}
