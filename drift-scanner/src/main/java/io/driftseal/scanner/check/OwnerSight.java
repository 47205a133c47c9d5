package io.driftseal.scanner.check;

import io.driftseal.stamp.StampStatement;
import io.driftseal.workload.Derived;
import io.driftseal.workload.OwnerReference;
import io.driftseal.workload.Workload;
import java.util.Optional;

/** What became of the search for the object that controls this one. */
public sealed interface OwnerSight {

    /** No controller owner is named: a root. */
    record None() implements OwnerSight {}

    /**
     * The owner is of a kind that is not stamped: neither built in nor configured, or a pod.
     *
     * @param reference what is named
     */
    record Unsupported(OwnerReference reference) implements OwnerSight {}

    /**
     * There is no object of this name, asked of the API server itself.
     *
     * @param reference what is named
     */
    record Missing(OwnerReference reference) implements OwnerSight {}

    /**
     * There is an object of this name with another uid.
     *
     * @param reference what is named
     * @param liveUid uid of the object of that name
     */
    record OtherUid(OwnerReference reference, String liveUid) implements OwnerSight {}

    /**
     * Nobody could look, because the API server did not answer.
     *
     * @param reference what is named
     */
    record NotRead(OwnerReference reference) implements OwnerSight {}

    /**
     * The owner.
     *
     * @param owner as it is
     * @param verified statement of its stamp, if it holds in every respect
     * @param derived what comes of holding the child against it, with the facts of the cluster
     */
    record Present(Workload owner, Optional<StampStatement> verified, Derived derived)
            implements OwnerSight {}
}
