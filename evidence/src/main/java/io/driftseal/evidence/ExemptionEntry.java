package io.driftseal.evidence;

/**
 * An exemption that a decision rested on, or that would have prevented a refusal until it ended.
 *
 * @param id its name among the settings
 * @param rule code of the rule that it is from
 * @param owner whoever answers for it
 * @param reason as its owner gave it
 * @param expires RFC 3339
 */
public record ExemptionEntry(String id, String rule, String owner, String reason, String expires) {

    public ExemptionEntry {
        Bounds.required("exemption.id", id, Bounds.SHORT);
        Bounds.required("exemption.rule", rule, Bounds.SHORT);
        Bounds.required("exemption.owner", owner, Bounds.LONG);
        Bounds.required("exemption.reason", reason, Bounds.LONG);
        Bounds.required("exemption.expires", expires, Bounds.SHORT);
    }
}
