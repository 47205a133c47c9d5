package io.driftseal.decision.loading;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which engine evaluates. */
public enum EngineKind {
    /** Rego inside this process. */
    EMBEDDED,
    /** The OPA program as a child of this process. */
    PROCESS,
    /** An OPA server that others run, beside this service or central. */
    SERVER,
    /** OPA's Wasm inside this process. */
    WASM;

    /** The word in configurations. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException where a server is to be asked and there is none, or one is
     *     named that nobody asks
     */
    public void requireServer(Optional<URI> server) {
        if ((this == SERVER) != server.isPresent()) {
            throw new IllegalArgumentException(
                    "policyServerUrl and policyEngine: server need each other");
        }
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
