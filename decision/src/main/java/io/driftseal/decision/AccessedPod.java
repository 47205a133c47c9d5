package io.driftseal.decision;

import java.util.Map;
import java.util.Objects;

/**
 * A pod behind a door.
 *
 * @param uid empty where the API server had none
 * @param runtimePolicy name of the runtime policy it was stamped with, empty if unstamped
 */
public record AccessedPod(
        String name, String uid, Map<String, String> labels, String runtimePolicy) {
    public AccessedPod {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(uid, "uid");
        Objects.requireNonNull(runtimePolicy, "runtimePolicy");
        labels = Map.copyOf(labels);
    }
}
