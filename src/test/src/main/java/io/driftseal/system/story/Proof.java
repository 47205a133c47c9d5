package io.driftseal.system.story;

import java.util.Objects;

/**
 * What a line of the story rests on: an identifier that anyone can look up afterwards.
 *
 * @param kind where the identifier is found: {@code audit} (the API server's audit log), {@code
 *     incident}, {@code evidence} or {@code measured}
 * @param id the identifier there, or the figure that was measured
 */
public record Proof(String kind, String id) {

    public Proof {
        Objects.requireNonNull(kind, "kind");
        if (id.isBlank()) {
            throw new IllegalArgumentException("a proof of kind " + kind + " names nothing");
        }
    }

    static Proof audit(String auditId) {
        return new Proof("audit", auditId);
    }

    static Proof incident(String incidentId) {
        return new Proof("incident", incidentId);
    }

    static Proof evidence(String recordId) {
        return new Proof("evidence", recordId);
    }

    static Proof measured(String figure) {
        return new Proof("measured", figure);
    }

    @Override
    public String toString() {
        return kind + " " + id;
    }
}
