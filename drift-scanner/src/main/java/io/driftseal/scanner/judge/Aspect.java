package io.driftseal.scanner.judge;

import java.util.Locale;

/** One thing that can be looked at in a workload. */
public enum Aspect {
    ADMISSION,
    FORM,
    OWNER,
    DOOR,
    MOUNT,
    PROCESS,
    NETWORK;

    /** The name in records, metrics and policies. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
