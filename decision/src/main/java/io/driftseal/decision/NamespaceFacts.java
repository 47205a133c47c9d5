package io.driftseal.decision;

import java.util.Map;
import java.util.Objects;

/** A namespace as policy sees it; its mode follows from its labels. */
public record NamespaceFacts(String name, Map<String, String> labels) {
    public NamespaceFacts {
        Objects.requireNonNull(name, "name");
        labels = Map.copyOf(labels);
    }

    public Mode mode() {
        return Mode.of(labels);
    }
}
