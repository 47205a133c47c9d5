package io.driftseal.decision;

import java.util.Map;
import java.util.Objects;

/**
 * The pod behind a door.
 *
 * @param runtimePolicy name of the runtime policy it was stamped with, empty if unstamped
 */
public record AccessedPod(String name, Map<String, String> labels, String runtimePolicy) {
    public AccessedPod {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(runtimePolicy, "runtimePolicy");
        labels = Map.copyOf(labels);
    }
}
