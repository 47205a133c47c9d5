package io.driftseal.scanner.notification;

import io.driftseal.scanner.incident.Incident;
import io.driftseal.scanner.incident.OutboxMessage.IncidentNotice;
import io.driftseal.scanner.judge.Coverage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * One state change of one incident for an incoming webhook: a fallback text for the notification
 * and blocks for the channel. Limits are Slack's own, counted after escaping.
 *
 * @param text with the incident id, by which people tell a repeated message
 * @param blocks at most 50
 */
record SlackMessage(String text, List<Map<String, Object>> blocks) {

    static final int MAXIMUM_BLOCKS = 50;
    static final int MAXIMUM_HEADER = 150;
    static final int MAXIMUM_SECTION = 3_000;
    static final int MAXIMUM_FIELD = 2_000;
    static final int MAXIMUM_FIELDS = 10;

    /** Slack takes 40 000; a notification shows a few hundred. */
    private static final int MAXIMUM_TEXT = 1_000;

    /** A longer name is cut: the uid and the ids find the workload. */
    private static final int MAXIMUM_VALUE = 300;

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    SlackMessage {
        blocks = List.copyOf(blocks);
        if (blocks.size() > MAXIMUM_BLOCKS) {
            throw new IllegalArgumentException("Slack takes at most 50 blocks");
        }
    }

    static SlackMessage of(IncidentNotice notice, Coverage coverage) {
        IncidentWords words = new IncidentWords(notice, coverage);
        List<Map<String, Object>> blocks = new ArrayList<>();
        blocks.add(header(words.title()));
        blocks.add(fields(words));
        if (!words.resolution().isEmpty()) {
            blocks.add(section("*Why it is over*\n" + SlackText.code(words.resolution(), 2_000)));
        }
        blocks.add(block("What changed", words.changes()));
        if (!words.exemptions().isEmpty()) {
            blocks.add(block("Exempt from rules", words.exemptions()));
        }
        blocks.add(block("What was done", words.responses()));
        blocks.add(context("Not observed: " + words.notObserved()));
        blocks.add(context(identifiers(words.incident())));
        return new SlackMessage(fallback(words), blocks);
    }

    private static String fallback(IncidentWords words) {
        // Each part is cut by itself: the id at the end must survive whatever stands before it.
        return SlackText.plain(words.title() + ". " + words.headline(), MAXIMUM_TEXT / 2)
                + SlackText.plain(". " + words.provenance(), MAXIMUM_TEXT / 4)
                + ". "
                + words.incident().incidentId();
    }

    private static Map<String, Object> header(String title) {
        return object(
                "type",
                "header",
                "text",
                object(
                        "type",
                        "plain_text",
                        "text",
                        SlackText.plain(title, MAXIMUM_HEADER),
                        "emoji",
                        false));
    }

    private static Map<String, Object> fields(IncidentWords words) {
        Incident incident = words.incident();
        List<Map<String, Object>> fields =
                List.of(
                        field("Workload", words.workload()),
                        field("Namespace", incident.workload().namespace()),
                        field("Severity", words.severity()),
                        field(
                                "Tier",
                                IncidentWords.orNotKnown(incident.provenance().runtimePolicy())),
                        field(
                                "Decision requested by",
                                IncidentWords.orNotKnown(incident.provenance().requester())),
                        field("Decision approved by", words.approver()),
                        field(
                                "Decision",
                                IncidentWords.orNotKnown(incident.provenance().decisionId())),
                        field("Opened", time(incident.openedAt())));
        return object("type", "section", "fields", fields);
    }

    private static Map<String, Object> field(String name, String value) {
        return markdown("*" + name + "*\n" + SlackText.code(value, MAXIMUM_VALUE));
    }

    private static Map<String, Object> block(String title, List<String> lines) {
        String start = "*" + title + "*\n";
        return section(start + SlackText.codeBlock(lines, MAXIMUM_SECTION - start.length()));
    }

    private static String identifiers(Incident incident) {
        return "Incident "
                + SlackText.code(incident.incidentId(), MAXIMUM_VALUE)
                + "  uid "
                + SlackText.code(incident.workload().uid(), MAXIMUM_VALUE)
                + "  "
                + time(incident.updatedAt());
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static Map<String, Object> section(String markdown) {
        return object("type", "section", "text", markdown(markdown));
    }

    private static Map<String, Object> context(String markdown) {
        return object("type", "context", "elements", List.of(markdown(markdown)));
    }

    /** Verbatim: Slack then makes no links and no mentions out of plain text. */
    private static Map<String, Object> markdown(String text) {
        return object("type", "mrkdwn", "text", text, "verbatim", true);
    }

    private static Map<String, Object> object(Object... members) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int index = 0; index < members.length; index += 2) {
            object.put((String) members[index], members[index + 1]);
        }
        return object;
    }

    /** The body. Nothing in it is unfurled, so no preview fetches what an intruder wrote. */
    String json() {
        return MAPPER.writeValueAsString(
                object(
                        "text", text,
                        "mrkdwn", false,
                        "unfurl_links", false,
                        "unfurl_media", false,
                        "blocks", blocks));
    }
}
