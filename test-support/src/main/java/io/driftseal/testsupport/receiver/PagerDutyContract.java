package io.driftseal.testsupport.receiver;

import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What {@code POST /v2/enqueue} accepts. */
final class PagerDutyContract {

    static final int MAXIMUM_BODY_BYTES = 512 * 1024;
    static final int MAXIMUM_DEDUP_KEY = 255;
    static final int MAXIMUM_SUMMARY = 1_024;

    private static final Pattern ROUTING_KEY = Pattern.compile("[A-Za-z0-9]{32}");
    private static final Set<String> ACTIONS = Set.of("trigger", "acknowledge", "resolve");
    private static final Set<String> SEVERITIES = Set.of("critical", "error", "warning", "info");
    private static final Set<String> EVENT =
            Set.of(
                    "routing_key",
                    "event_action",
                    "dedup_key",
                    "payload",
                    "links",
                    "images",
                    "client",
                    "client_url");
    private static final Set<String> PAYLOAD =
            Set.of(
                    "summary",
                    "source",
                    "severity",
                    "timestamp",
                    "component",
                    "group",
                    "class",
                    "custom_details");

    private PagerDutyContract() {}

    /** The service's own list of errors, all of them at once; empty if the event is good. */
    static List<String> errors(JsonNode event) {
        List<String> errors = new ArrayList<>();
        JsonShape.surplus(event, EVENT).ifPresent(name -> errors.add("'" + name + "' is unknown"));
        if (!ROUTING_KEY.matcher(JsonShape.text(event, "routing_key")).matches()) {
            errors.add("'routing_key' is invalid (32 characters)");
        }
        String action = JsonShape.text(event, "event_action");
        if (!ACTIONS.contains(action)) {
            errors.add("'event_action' must be trigger, acknowledge or resolve");
        }
        String key = JsonShape.text(event, "dedup_key");
        if (key.length() > MAXIMUM_DEDUP_KEY) {
            errors.add("'dedup_key' is too long (maximum is 255 characters)");
        }
        if (key.isEmpty() && !action.equals("trigger")) {
            errors.add("'dedup_key' is missing or blank");
        }
        if (action.equals("trigger")) {
            payload(event.path("payload"), errors);
        }
        links(event.path("links"), errors);
        return List.copyOf(errors);
    }

    private static void payload(JsonNode payload, List<String> errors) {
        if (!payload.isObject()) {
            errors.add("'payload' is missing or blank");
            return;
        }
        JsonShape.surplus(payload, PAYLOAD)
                .ifPresent(name -> errors.add("'payload." + name + "' is unknown"));
        String summary = JsonShape.text(payload, "summary");
        if (summary.isBlank()) {
            errors.add("'payload.summary' is missing or blank");
        }
        if (summary.length() > MAXIMUM_SUMMARY) {
            errors.add("'payload.summary' is too long (maximum is 1024 characters)");
        }
        if (JsonShape.text(payload, "source").isBlank()) {
            errors.add("'payload.source' is missing or blank");
        }
        if (!SEVERITIES.contains(JsonShape.text(payload, "severity"))) {
            errors.add("'payload.severity' is invalid (must be critical, error, warning or info)");
        }
        if (payload.has("timestamp") && !isTimestamp(JsonShape.text(payload, "timestamp"))) {
            errors.add("'payload.timestamp' is not ISO 8601");
        }
        if (payload.has("custom_details") && !payload.path("custom_details").isObject()) {
            errors.add("'payload.custom_details' is not an object");
        }
    }

    private static void links(JsonNode links, List<String> errors) {
        for (JsonNode link : links) {
            if (!JsonShape.text(link, "href").startsWith("http")) {
                errors.add("'links.href' is missing or no URL");
            }
        }
    }

    private static boolean isTimestamp(String text) {
        try {
            OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
