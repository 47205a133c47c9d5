package io.driftseal.scanner.intake;

import io.driftseal.evidence.RecordCodec;
import io.driftseal.evidence.RecordEnvelope;
import io.driftseal.service.mutualtls.PeerHandler;
import io.driftseal.service.mutualtls.PeerReply;
import io.driftseal.service.mutualtls.PeerRequest;
import io.driftseal.service.mutualtls.PeerRoute;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What {@code driftseal} shows: incidents, verdicts, evidence. Reading changes nothing. */
public final class ReadDoor {

    private static final Set<String> PEERS = Set.of("cli");
    private static final String INCIDENT = "/v1/incidents/";
    private static final String DECISION = "/v1/decisions/";

    /**
     * The export is made in memory; past it, stop the scanner and export from a copy of its file.
     */
    private static final int MAXIMUM_EXPORT_BYTES = 256 * 1024 * 1024;

    private final Reading reading;

    public ReadDoor(Reading reading) {
        this.reading = reading;
    }

    /** The routes to serve. */
    public List<PeerRoute> routes() {
        return List.of(
                get("/v1/incidents", this::incidents),
                get(INCIDENT + "*", this::incident),
                get("/v1/verdicts", this::verdicts),
                get(DECISION + "*", this::decision),
                get("/v1/evidence", this::evidence));
    }

    PeerReply incidents(PeerRequest request) {
        String state = request.query().getOrDefault("state", "");
        if (!state.isEmpty() && !state.equals("open")) {
            return PeerReply.error(400, "state_must_be_open");
        }
        List<JsonObject> incidents =
                reading.incidents(!state.isEmpty()).stream().map(Documents::of).toList();
        return list("incidents", incidents);
    }

    PeerReply incident(PeerRequest request) {
        return reading.incident(request.path().substring(INCIDENT.length()))
                .map(found -> PeerReply.json(200, JsonWriter.write(Documents.of(found))))
                .orElseGet(() -> PeerReply.error(404, "incident_not_found"));
    }

    PeerReply verdicts(PeerRequest request) {
        Optional<String> namespace = Optional.ofNullable(request.query().get("namespace"));
        return list("verdicts", reading.verdicts(namespace).stream().map(Documents::of).toList());
    }

    /** The records of one decision, as the chain has them. */
    PeerReply decision(PeerRequest request) {
        List<RecordEnvelope> records =
                reading.decision(request.path().substring(DECISION.length())).stream()
                        .map(RecordEnvelope::of)
                        .toList();
        return records.isEmpty()
                ? PeerReply.error(404, "decision_not_found")
                : PeerReply.json(200, RecordCodec.writeBatch(records));
    }

    PeerReply evidence(PeerRequest request) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        reading.evidence(line -> {
            if (lines.size() <= MAXIMUM_EXPORT_BYTES) {
                lines.writeBytes(line.getBytes(StandardCharsets.UTF_8));
                lines.write('\n');
            }
        });
        return lines.size() > MAXIMUM_EXPORT_BYTES
                ? PeerReply.error(507, "export_too_large")
                : new PeerReply(200, "application/jsonl", lines.toByteArray());
    }

    private static PeerRoute get(String path, PeerHandler handler) {
        return new PeerRoute("GET", path, PEERS, handler);
    }

    private static PeerReply list(String name, List<JsonObject> items) {
        JsonValue array = new JsonArray(List.<JsonValue>copyOf(items));
        return PeerReply.json(200, JsonWriter.write(JsonObject.of(name, array)));
    }
}
