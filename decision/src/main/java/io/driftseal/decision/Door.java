package io.driftseal.decision;

import java.util.Locale;

/** API paths by which a running workload can be entered. */
public enum Door {
    EXEC;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
