package io.driftseal.testsupport.receiver;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What an incoming webhook accepts, for the block types that fit an alert. Lengths are counted in
 * UTF-16 units after escaping, the strictest reading of "characters".
 */
final class SlackContract {

    static final int MAXIMUM_TEXT = 40_000;
    static final int MAXIMUM_BLOCKS = 50;
    static final int MAXIMUM_SECTION_TEXT = 3_000;
    static final int MAXIMUM_FIELDS = 10;
    static final int MAXIMUM_FIELD_TEXT = 2_000;
    static final int MAXIMUM_HEADER = 150;
    static final int MAXIMUM_CONTEXT_ELEMENTS = 10;
    static final int MAXIMUM_BLOCK_ID = 255;

    private static final Set<String> MESSAGE =
            Set.of("text", "blocks", "mrkdwn", "unfurl_links", "unfurl_media");
    private static final Set<String> TEXT_OBJECT = Set.of("type", "text", "emoji", "verbatim");
    private static final Pattern BLANKET_MENTION =
            Pattern.compile("<!(channel|here|everyone|subteam\\^)|<@[UW]");
    private static final Pattern LOOSE_ANGLE = Pattern.compile("<(?![#@!]|https?:|mailto:)");
    private static final Pattern LOOSE_AMPERSAND = Pattern.compile("&(?!amp;|lt;|gt;)");

    private SlackContract() {}

    /** The answer's error word with the breach; empty if the message is good. */
    record Refusal(String error, ContractViolation violation) {}

    static Optional<Refusal> check(JsonNode message) {
        Optional<String> surplus = JsonShape.surplus(message, MESSAGE);
        if (surplus.isPresent()) {
            return refuse("invalid_payload", "unknown_member", surplus.get());
        }
        String text = JsonShape.text(message, "text");
        if (text.isBlank()) {
            return refuse("no_text", "text_missing", "text is the notification fallback");
        }
        if (text.length() > MAXIMUM_TEXT) {
            return refuse("msg_too_long", "text_too_long", length(text));
        }
        JsonNode blocks = message.get("blocks");
        if (blocks == null) {
            return Optional.empty();
        }
        if (!blocks.isArray()) {
            return refuse("invalid_blocks_format", "blocks_not_an_array", "blocks");
        }
        if (blocks.size() > MAXIMUM_BLOCKS) {
            return refuse("invalid_blocks", "too_many_blocks", blocks.size() + " blocks");
        }
        List<String> identifiers = new ArrayList<>();
        for (JsonNode block : blocks) {
            Optional<ContractViolation> violation = block(block, identifiers);
            if (violation.isPresent()) {
                return violation.map(found -> new Refusal("invalid_blocks", found));
            }
        }
        return Optional.empty();
    }

    /**
     * What Slack accepts and a careful sender never does: wakes a channel, leaves text unescaped.
     */
    static List<ContractViolation> carelessness(JsonNode message) {
        List<ContractViolation> found = new ArrayList<>();
        for (String text : markupTexts(message)) {
            if (BLANKET_MENTION.matcher(text).find()) {
                found.add(new ContractViolation("mention", shorten(text)));
            }
            if (LOOSE_ANGLE.matcher(text).find() || LOOSE_AMPERSAND.matcher(text).find()) {
                found.add(new ContractViolation("unescaped", shorten(text)));
            }
        }
        return List.copyOf(found);
    }

    private static List<String> markupTexts(JsonNode message) {
        List<String> texts = new ArrayList<>();
        texts.add(JsonShape.text(message, "text"));
        collectMarkup(message.path("blocks"), texts);
        return texts;
    }

    private static void collectMarkup(JsonNode node, List<String> texts) {
        if (JsonShape.text(node, "type").equals("mrkdwn")) {
            texts.add(JsonShape.text(node, "text"));
        }
        node.forEach(child -> collectMarkup(child, texts));
    }

    private static Optional<ContractViolation> block(JsonNode block, List<String> identifiers) {
        String identifier = JsonShape.text(block, "block_id");
        if (identifier.length() > MAXIMUM_BLOCK_ID) {
            return violation("block_id_too_long", length(identifier));
        }
        if (!identifier.isEmpty() && identifiers.contains(identifier)) {
            return violation("block_id_repeated", identifier);
        }
        identifiers.add(identifier);
        return switch (JsonShape.text(block, "type")) {
            case "header" -> header(block);
            case "section" -> section(block);
            case "context" -> context(block);
            case "divider" -> members(block, Set.of("type", "block_id"));
            case String other -> violation("block_type_unknown", other);
        };
    }

    private static Optional<ContractViolation> header(JsonNode block) {
        return members(block, Set.of("type", "block_id", "text"))
                .or(() -> textObject(block.get("text"), MAXIMUM_HEADER, "header"))
                .or(() ->
                        JsonShape.text(block.path("text"), "type").equals("plain_text")
                                ? Optional.empty()
                                : violation("header_not_plain_text", "header"));
    }

    private static Optional<ContractViolation> section(JsonNode block) {
        Optional<ContractViolation> surplus =
                members(block, Set.of("type", "block_id", "text", "fields", "expand"));
        if (surplus.isPresent()) {
            return surplus;
        }
        JsonNode fields = block.get("fields");
        if (block.get("text") == null && fields == null) {
            return violation("section_empty", "a section needs text or fields");
        }
        if (block.get("text") != null) {
            Optional<ContractViolation> text =
                    textObject(block.get("text"), MAXIMUM_SECTION_TEXT, "section_text");
            if (text.isPresent()) {
                return text;
            }
        }
        return fields == null
                ? Optional.empty()
                : texts(fields, MAXIMUM_FIELDS, MAXIMUM_FIELD_TEXT, "section_field");
    }

    private static Optional<ContractViolation> context(JsonNode block) {
        Optional<ContractViolation> surplus =
                members(block, Set.of("type", "block_id", "elements"));
        if (surplus.isPresent()) {
            return surplus;
        }
        JsonNode elements = block.get("elements");
        return elements == null
                ? violation("context_empty", "a context needs elements")
                : texts(
                        elements,
                        MAXIMUM_CONTEXT_ELEMENTS,
                        MAXIMUM_SECTION_TEXT,
                        "context_element");
    }

    private static Optional<ContractViolation> texts(
            JsonNode array, int maximum, int maximumLength, String rule) {
        if (!array.isArray() || array.isEmpty() || array.size() > maximum) {
            return violation(rule + "_count", array.size() + " of at most " + maximum);
        }
        for (JsonNode text : array) {
            Optional<ContractViolation> violation = textObject(text, maximumLength, rule);
            if (violation.isPresent()) {
                return violation;
            }
        }
        return Optional.empty();
    }

    private static Optional<ContractViolation> textObject(
            JsonNode object, int maximumLength, String rule) {
        if (object == null || !object.isObject()) {
            return violation(rule + "_missing", "no text object");
        }
        Optional<ContractViolation> surplus = members(object, TEXT_OBJECT);
        if (surplus.isPresent()) {
            return surplus;
        }
        String type = JsonShape.text(object, "type");
        boolean wrongMember =
                switch (type) {
                    case "plain_text" -> object.has("verbatim");
                    case "mrkdwn" -> object.has("emoji");
                    default -> true;
                };
        if (wrongMember) {
            return violation(rule + "_type", type);
        }
        String text = JsonShape.text(object, "text");
        if (text.isEmpty()) {
            return violation(rule + "_empty", "text must have at least one character");
        }
        return text.length() > maximumLength
                ? violation(rule + "_too_long", length(text))
                : Optional.empty();
    }

    private static Optional<ContractViolation> members(JsonNode object, Set<String> known) {
        return JsonShape.surplus(object, known)
                .map(name -> new ContractViolation("unknown_member", name));
    }

    private static Optional<Refusal> refuse(String error, String rule, String detail) {
        return Optional.of(new Refusal(error, new ContractViolation(rule, detail)));
    }

    private static Optional<ContractViolation> violation(String rule, String detail) {
        return Optional.of(new ContractViolation(rule, detail));
    }

    private static String length(String text) {
        return text.length() + " characters";
    }

    private static String shorten(String text) {
        return text.length() <= 120 ? text : text.substring(0, 120);
    }
}
