package io.driftseal.decision;

import java.util.Locale;

/** Who makes a workload: a person, CI or GitOps, or a controller from its owner's template. */
public enum Origin {
    ROOT,
    CHILD;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
