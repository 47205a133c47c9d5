package io.driftseal.decision;

import java.util.Locale;

/** How bad it is, worst first. The words are those of PagerDuty Events v2. */
public enum Severity {
    CRITICAL,
    ERROR,
    WARNING,
    INFO;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
