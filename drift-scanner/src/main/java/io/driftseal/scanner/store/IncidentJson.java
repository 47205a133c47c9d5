package io.driftseal.scanner.store;

import io.driftseal.decision.Severity;
import io.driftseal.evidence.ResponseOutcome;
import io.driftseal.evidence.WorkloadReference;
import io.driftseal.scanner.incident.Incident;
import io.driftseal.scanner.incident.IncidentEntry;
import io.driftseal.scanner.incident.IncidentState;
import io.driftseal.scanner.incident.Provenance;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** An incident as a row's body. The shape is this package's own and changes only by a migration. */
final class IncidentJson {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private IncidentJson() {}

    /** {@code resolvedBecause} is empty while the incident is open. */
    private record Body(
            String incidentId,
            WorkloadReference workload,
            Severity severity,
            boolean open,
            Instant resolvedAt,
            String resolvedBecause,
            Instant openedAt,
            Instant updatedAt,
            Provenance provenance,
            List<String> channels,
            List<IncidentEntry> entries,
            List<ResponseOutcome> responses) {}

    static String write(Incident incident) {
        IncidentState.Resolved resolved =
                switch (incident.state()) {
                    case IncidentState.Open _ -> new IncidentState.Resolved(Instant.EPOCH, "");
                    case IncidentState.Resolved known -> known;
                };
        return MAPPER.writeValueAsString(
                new Body(
                        incident.incidentId(),
                        incident.workload(),
                        incident.severity(),
                        incident.isOpen(),
                        resolved.at(),
                        resolved.because(),
                        incident.openedAt(),
                        incident.updatedAt(),
                        incident.provenance(),
                        incident.channels(),
                        incident.entries(),
                        incident.responses()));
    }

    static Incident read(String json) {
        Body body = MAPPER.readValue(json, Body.class);
        return new Incident(
                body.incidentId(),
                body.workload(),
                body.severity(),
                body.open()
                        ? new IncidentState.Open()
                        : new IncidentState.Resolved(body.resolvedAt(), body.resolvedBecause()),
                body.openedAt(),
                body.updatedAt(),
                body.provenance(),
                body.channels(),
                body.entries(),
                body.responses());
    }
}
