package io.driftseal.scanner.incident;

import java.time.Instant;

/** Where an incident stands in its life. */
public sealed interface IncidentState {

    /** The name in records, metrics and the read API. */
    String wire();

    /** At least one reason still holds, or nobody could look again. */
    record Open() implements IncidentState {
        @Override
        public String wire() {
            return "open";
        }
    }

    /**
     * Nothing is left to do.
     *
     * @param at when
     * @param because one sentence, for example that the workload is clean again or was deleted
     */
    record Resolved(Instant at, String because) implements IncidentState {
        @Override
        public String wire() {
            return "resolved";
        }
    }
}
