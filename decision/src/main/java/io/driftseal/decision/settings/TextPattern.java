package io.driftseal.decision.settings;

import io.driftseal.workload.json.JsonObject;

/**
 * A text, or the beginning of one.
 *
 * @param text without the asterisk; never empty
 * @param prefix whether texts that begin so are meant
 */
public record TextPattern(String text, boolean prefix) {
    public TextPattern {
        if (text.isEmpty() || text.contains("*")) {
            throw new IllegalArgumentException("an asterisk may only end a pattern, behind a text");
        }
    }

    /**
     * @param written a text, where an asterisk at the end stands for anything
     * @throws IllegalArgumentException for an asterisk anywhere else, or alone
     */
    static TextPattern of(String written) {
        return written.endsWith("*")
                ? new TextPattern(written.substring(0, written.length() - 1), true)
                : new TextPattern(written, false);
    }

    JsonObject document() {
        return JsonObject.builder().put("text", text).put("prefix", prefix).build();
    }
}
