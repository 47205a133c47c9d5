package io.driftseal.scanner.notification;

import io.driftseal.scanner.notification.VisibleText.Escape;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Slack's mrkdwn with nothing in it that the cluster's text could steer. Slack reads {@code & < >}
 * as its control sequences, back-ticks, stars, underscores and tildes as formatting, and
 * {@code @here} as a mention where names are linked; each is written so that it shows and does
 * nothing.
 */
final class SlackText {

    /** A full-width at sign reads the same, is never a mention and survives copying. */
    private static final Pattern BLANKET_MENTION =
            Pattern.compile("@(?=(?:here|channel|everyone)\\b)", Pattern.CASE_INSENSITIVE);

    private static final Escape ENTITIES =
            (codePoint, out) -> {
                switch (codePoint) {
                    case '&' -> out.append("&amp;");
                    case '<' -> out.append("&lt;");
                    case '>' -> out.append("&gt;");
                    default -> out.appendCodePoint(codePoint);
                }
            };

    /** Inside code only the back-tick ends it; a prime is what a reader takes for one. */
    private static final Escape CODE =
            (codePoint, out) -> ENTITIES.write(codePoint == '`' ? 'ʹ' : codePoint, out);

    private SlackText() {}

    /** For fallback text and plain_text objects, where there is no formatting. */
    static String plain(String raw, int maximumLength) {
        return VisibleText.bounded(defuse(raw), maximumLength, ENTITIES);
    }

    /** One inline code span of at most {@code maximumLength} units, back-ticks included. */
    static String code(String raw, int maximumLength) {
        String shown = raw.isBlank() ? "none" : raw;
        return "`" + VisibleText.bounded(defuse(shown), maximumLength - 2, CODE) + "`";
    }

    /**
     * A code block with one line each, at most {@code maximumLength} units; lines that do not fit
     * are counted in the last line.
     */
    static String codeBlock(List<String> lines, int maximumLength) {
        int maximumLine = 400;
        int room = maximumLength - "```\n```".length() - "… and 1000000 more\n".length();
        StringBuilder block = new StringBuilder("```\n");
        int shown = 0;
        for (String line : lines) {
            String text = VisibleText.bounded(defuse(line), maximumLine, CODE);
            if (block.length() + text.length() + 1 > room) {
                break;
            }
            block.append(text).append('\n');
            shown++;
        }
        if (shown < lines.size()) {
            block.append("… and ").append(lines.size() - shown).append(" more\n");
        }
        return block.append("```").toString();
    }

    private static String defuse(String raw) {
        return BLANKET_MENTION.matcher(raw).replaceAll("＠");
    }
}
