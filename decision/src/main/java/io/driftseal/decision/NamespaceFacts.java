package io.driftseal.decision;

import java.util.HashMap;
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

    /** The same namespace as if its label asked for this mode. */
    public NamespaceFacts in(Mode mode) {
        var changed = new HashMap<>(labels);
        changed.put(Mode.LABEL, mode.wireName());
        return new NamespaceFacts(name, changed);
    }

    /** The same namespace as if nobody had broken the glass. */
    public NamespaceFacts withoutBreakGlass() {
        var changed = new HashMap<>(labels);
        changed.remove(BreakGlass.LABEL);
        return new NamespaceFacts(name, changed);
    }
}
