package io.driftseal.scanner.adoption;

import java.util.Locale;

/** How a workload stands to adoption. */
public enum Standing {
    /** Adopted now, or would be. */
    NEW,
    /** Has a baseline that still holds, or was made from something that has. */
    ADOPTED,
    /** Carries a stamp: what was approved needs no baseline. */
    STAMPED,
    /** Differs from its baseline, lost its stamp, or has findings: adopting it would hide that. */
    DRIFTED,
    /** Nobody vouched for it this time. */
    NOT_SIGNED,
    /** Nobody can look at it, so nobody can say what would be adopted. */
    UNREADABLE,
    /** On its way out. */
    TERMINATING,
    /** Mirrors a static pod, which no admission ever decides about. */
    STATIC_POD,
    /** In a namespace that is never looked at. */
    EXEMPT;

    /** {@code not-signed}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
