package io.driftseal.decision;

import java.util.List;
import java.util.Objects;

/** An open incident as policy sees it. */
public record IncidentFacts(String id, Severity severity, List<FindingFacts> findings) {
    public IncidentFacts {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(severity, "severity");
        findings = List.copyOf(findings);
        if (findings.isEmpty()) {
            throw new IllegalArgumentException("an incident has at least one finding");
        }
    }
}
