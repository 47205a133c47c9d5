package io.driftseal.scanner.check;

import java.util.Optional;

/**
 * Why a workload deviates. The wire names are a public contract for policies, alerts and metrics: a
 * name is never reused for another meaning.
 */
public enum ReasonCode {
    UNSTAMPED("unstamped"),
    STAMP_MALFORMED("stamp-malformed"),
    STAMP_FORGED("stamp-forged"),
    STAMP_COPIED("stamp-copied"),
    STAMP_EDITED("stamp-edited"),
    STAMP_EXPIRED_KEY("stamp-expired-key"),
    FORM_CHANGED("form-changed"),
    BASELINE_CHANGED("baseline-changed"),
    POLICY_LABEL_CHANGED("policy-label-changed"),
    NOT_DERIVED_FROM_OWNER("not-derived-from-owner"),
    DOOR_AGAINST_POLICY("door-against-policy"),
    WEBHOOK_CONFIGURATION_CHANGED("webhook-configuration-changed"),
    WEBHOOK_CONFIGURATION_DELETED("webhook-configuration-deleted"),
    WEBHOOK_CERTIFICATE_UNTRUSTED("webhook-certificate-untrusted");

    private final String wire;

    ReasonCode(String wire) {
        this.wire = wire;
    }

    /** The name in records, metrics and policies. */
    public String wire() {
        return wire;
    }

    /** The code of a wire name; empty for a name this version does not know. */
    public static Optional<ReasonCode> of(String wire) {
        for (ReasonCode code : values()) {
            if (code.wire.equals(wire)) {
                return Optional.of(code);
            }
        }
        return Optional.empty();
    }
}
