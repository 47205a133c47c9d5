package io.driftseal.decision;

import java.util.Locale;
import java.util.Map;

/** What a namespace wants done with a refusal. */
public enum Mode {
    /** Nothing is refused, everything is recorded. Also where the label is absent or unreadable. */
    OBSERVE,
    /** Nothing is refused, the requester is warned. */
    WARN,
    /** Refusals refuse. */
    ENFORCE;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** Namespace label that carries the mode. */
    public static final String LABEL = "driftseal.io/mode";

    /** The mode that the labels of a namespace ask for. */
    public static Mode of(Map<String, String> namespaceLabels) {
        String value = namespaceLabels.getOrDefault(LABEL, OBSERVE.wireName());
        for (Mode mode : values()) {
            if (mode.wireName().equals(value)) {
                return mode;
            }
        }
        return OBSERVE;
    }

    /** Value of the label, lower case. */
    public String wireName() {
        return wireName;
    }
}
