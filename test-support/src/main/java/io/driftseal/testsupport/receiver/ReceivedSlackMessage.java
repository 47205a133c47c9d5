package io.driftseal.testsupport.receiver;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A message that Slack would have shown.
 *
 * @param text the notification fallback, unescaped
 * @param payload the whole body
 */
public record ReceivedSlackMessage(Instant time, String text, JsonNode payload) {

    /** The message as a person reads it in the channel, block by block, entities unescaped. */
    public String readable() {
        List<String> lines = new ArrayList<>();
        for (JsonNode block : payload.path("blocks")) {
            switch (JsonShape.text(block, "type")) {
                case "divider" -> lines.add("----");
                case "header" -> lines.add("# " + JsonShape.text(block.path("text"), "text"));
                default -> {
                    addText(lines, block.path("text"));
                    block.path("fields").forEach(field -> addText(lines, field));
                    block.path("elements").forEach(element -> addText(lines, element));
                }
            }
        }
        return lines.isEmpty() ? text : String.join("\n", lines) + "\n";
    }

    private static void addText(List<String> lines, JsonNode object) {
        String shown = JsonShape.text(object, "text");
        if (!shown.isEmpty()) {
            lines.add(unescape(shown));
        }
    }

    static String unescape(String text) {
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }
}
