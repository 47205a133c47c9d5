package io.driftseal.stamp;

import io.driftseal.workload.KindName;
import io.driftseal.workload.OwnerReference;
import io.driftseal.workload.Workload;
import java.util.Optional;

/**
 * The stamped owner that a child was derived from.
 *
 * @param uid of the owner object
 * @param decisionId of the owner's stamp at that time
 * @param stampDigest {@link StampAnnotations#digest} of the owner's stamp at that time
 */
public record ParentLink(
        KindName kind, String name, String uid, String decisionId, String stampDigest) {

    public ParentLink {
        StampText.objectName("parent's name", name, 253);
        StampText.token("parent's uid", uid, 64);
        StampText.token("parent's decision id", decisionId, 64);
        StampText.digest("parent's stamp digest", stampDigest);
    }

    /**
     * The link to an owner whose stamp was verified.
     *
     * @param annotation the owner's stamp, as it stands in its annotation
     * @throws IllegalArgumentException if the owner was not stored yet and so has no uid
     */
    public static ParentLink to(Workload owner, StampStatement verified, String annotation) {
        return new ParentLink(
                owner.kind().kindName(),
                owner.name().orElse(""),
                owner.uid().orElse(""),
                verified.decisionId(),
                StampAnnotations.digest(annotation));
    }

    /** Why a live object is not controlled by this parent; empty if it is. */
    Optional<String> mismatch(Workload live) {
        Optional<OwnerReference> owner = live.controllerOwner();
        if (owner.isEmpty()) {
            return Optional.of("it was issued for a child of " + text() + ", this has no owner");
        }
        OwnerReference reference = owner.get();
        boolean same =
                reference.isOf(kind)
                        && reference.name().equals(name)
                        && reference.uid().equals(uid);
        return same
                ? Optional.empty()
                : Optional.of("it was issued for a child of " + text() + " with uid " + uid);
    }

    private String text() {
        return kind + " " + name;
    }
}
