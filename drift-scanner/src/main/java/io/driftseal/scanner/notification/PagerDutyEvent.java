package io.driftseal.scanner.notification;

import io.driftseal.scanner.incident.Incident;
import io.driftseal.scanner.incident.OutboxMessage.Change;
import io.driftseal.scanner.incident.OutboxMessage.IncidentNotice;
import io.driftseal.scanner.judge.Coverage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * One state change of one incident for Events API v2, without the routing key: that is a secret, is
 * added when sending and never stored. A trigger with a known key is a log entry on the same alert;
 * a resolve carries the key alone.
 *
 * @param event the body's members
 */
record PagerDutyEvent(Map<String, Object> event) {

    static final int MAXIMUM_DEDUP_KEY = 255;
    static final int MAXIMUM_SUMMARY = 1_024;
    static final int MAXIMUM_BODY_BYTES = 512 * 1024;

    /** Two lists of forty such lines stay far below the body's limit, escaped and in UTF-8. */
    private static final int MAXIMUM_LINES = 40;

    private static final int MAXIMUM_LINE = 500;

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    PagerDutyEvent {
        // Not Map.copyOf: its order changes with every process, and a retry sends the same bytes.
        event = Collections.unmodifiableMap(new LinkedHashMap<>(event));
    }

    static PagerDutyEvent of(IncidentNotice notice, Coverage coverage) {
        Incident incident = notice.incident();
        if (incident.incidentId().length() > MAXIMUM_DEDUP_KEY) {
            throw new IllegalArgumentException("PagerDuty takes a dedup_key of 255 characters");
        }
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("event_action", notice.change() == Change.RESOLVED ? "resolve" : "trigger");
        event.put("dedup_key", incident.incidentId());
        event.put("client", "Driftseal");
        if (notice.change() != Change.RESOLVED) {
            event.put("payload", payload(new IncidentWords(notice, coverage)));
        }
        return new PagerDutyEvent(event);
    }

    private static Map<String, Object> payload(IncidentWords words) {
        Incident incident = words.incident();
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put(
                "summary",
                VisibleText.of(words.title() + ". " + words.headline(), MAXIMUM_SUMMARY));
        payload.put("source", text(words.workload()));
        payload.put("severity", incident.severity().wireName());
        payload.put("timestamp", incident.updatedAt().toString());
        payload.put("component", text(incident.workload().name()));
        payload.put("group", text(incident.workload().namespace()));
        payload.put("class", incident.entries().getLast().reason().wire());
        payload.put("custom_details", details(words));
        return payload;
    }

    private static Map<String, Object> details(IncidentWords words) {
        Incident incident = words.incident();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("what_changed", lines(words.changes()));
        details.put("what_was_done", lines(words.responses()));
        details.put(
                "decision_requested_by",
                text(IncidentWords.orNotKnown(incident.provenance().requester())));
        details.put("decision_approved_by", text(words.approver()));
        details.put(
                "decision_id", text(IncidentWords.orNotKnown(incident.provenance().decisionId())));
        details.put("tier", text(IncidentWords.orNotKnown(incident.provenance().runtimePolicy())));
        if (!words.exemptions().isEmpty()) {
            details.put("exempt_from_rules", lines(words.exemptions()));
        }
        details.put("workload_uid", text(incident.workload().uid()));
        details.put("not_observed", words.notObserved());
        details.put("opened_at", incident.openedAt().toString());
        details.put("incident_id", incident.incidentId());
        return details;
    }

    private static String text(String raw) {
        return VisibleText.of(raw, MAXIMUM_LINE);
    }

    private static List<String> lines(List<String> raw) {
        List<String> shown = raw.stream().limit(MAXIMUM_LINES).map(PagerDutyEvent::text).toList();
        if (raw.size() <= MAXIMUM_LINES) {
            return shown;
        }
        List<String> counted = new ArrayList<>(shown);
        counted.add("… and " + (raw.size() - MAXIMUM_LINES) + " more");
        return counted;
    }

    String json() {
        String json = MAPPER.writeValueAsString(event);
        if (json.getBytes(StandardCharsets.UTF_8).length > MAXIMUM_BODY_BYTES) {
            throw new IllegalStateException("PagerDuty takes a body of 512 KB");
        }
        return json;
    }
}
