package io.driftseal.webhook.stamping;

import java.util.Locale;

/** Why a workload gets no stamp: the codes in records, metrics and messages. */
public enum UnstampedReason {
    /** Policy refused it; the record carries policy's own reasons. */
    POLICY,
    /** Policy gave no answer. */
    UNDECIDED,
    /** It claims an owner, but the owner's controller did not make it. */
    NOT_FROM_CONTROLLER,
    /** No owner with this name exists. */
    OWNER_NOT_FOUND,
    /** The owner with this name has another uid. */
    OWNER_RECREATED,
    /** The API server did not answer when the owner was read. */
    OWNER_UNREADABLE,
    /** Nobody approved the owner yet. */
    OWNER_NOT_STAMPED,
    /** The owner is not what its stamp approved: it was changed behind admission. */
    OWNER_EDITED,
    /** The owner carries a stamp that does not hold. */
    OWNER_STAMP_INVALID,
    /** The owner's stamp is too old to admit children. */
    OWNER_STAMP_EXPIRED,
    /** The child is not what its owner's template makes. */
    NOT_DERIVED,
    /** Facts of the cluster that could explain the child could not be had. */
    FACTS_UNKNOWN,
    /** Keys are missing or the names are too long for a stamp. */
    NOT_ISSUED,
    /** A mirror of a static pod, made by the kubelet of its own node. */
    MIRROR_POD;

    /** {@code owner-not-found}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
