package io.driftseal.decision;

import java.util.List;
import java.util.Objects;

/**
 * What has the door, and which pods stand behind it.
 *
 * @param kind {@code Pod}, {@code Service}, {@code Node} or {@code ServiceAccount}
 * @param pods those that can be reached by this door, as far as they were looked up
 * @param podsKnown whether these are all; never true for a node
 */
public record AccessTarget(
        String kind, String name, String uid, List<AccessedPod> pods, boolean podsKnown) {
    public AccessTarget {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(uid, "uid");
        pods = List.copyOf(pods);
    }

    /** A pod's own door. */
    public static AccessTarget pod(AccessedPod pod) {
        return new AccessTarget("Pod", pod.name(), pod.uid(), List.of(pod), true);
    }
}
