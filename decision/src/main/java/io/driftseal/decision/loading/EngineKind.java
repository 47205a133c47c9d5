package io.driftseal.decision.loading;

import java.util.Arrays;
import java.util.Locale;

/** Which engine evaluates. */
public enum EngineKind {
    /** Rego inside this process. */
    EMBEDDED,
    /** The OPA program as a child of this process. */
    PROCESS;

    /** The word in configurations. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException for a word that names none
     */
    public static EngineKind of(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.wireName().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "policyEngine must be one of "
                                        + Arrays.stream(values())
                                                .map(EngineKind::wireName)
                                                .toList()));
    }
}
