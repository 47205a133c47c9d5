package io.driftseal.webhook.edge;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The namespace of a review from the beginning of its bytes, before anything is parsed: the API
 * server writes it ahead of the objects. Only budgets rest on it. Where it cannot be found the
 * review is counted with all others of which nobody knows the namespace.
 */
final class NamespacePeek {

    /** The request's fields ahead of the objects: names of at most 253 characters, a few times. */
    static final int WINDOW_BYTES = 4096;

    private static final int MAXIMUM_NAME = 63;
    private static final String MEMBER = "\"namespace\"";

    private NamespacePeek() {}

    /**
     * The value of {@code request.namespace}.
     *
     * @param body its first bytes; what is beyond the window is not looked at
     * @param length of what came of it
     */
    static Optional<String> namespace(byte[] body, int length) {
        String text =
                new String(body, 0, Math.min(length, WINDOW_BYTES), StandardCharsets.ISO_8859_1);
        int depth = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            } else if (c == '"') {
                if (depth == 2 && text.startsWith(MEMBER, at)) {
                    Optional<String> value = value(text, at + MEMBER.length());
                    if (value.isPresent()) {
                        return value;
                    }
                }
                at = endOfString(text, at);
            }
        }
        return Optional.empty();
    }

    private static int endOfString(String text, int start) {
        int at = start + 1;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return at;
    }

    private static Optional<String> value(String text, int from) {
        int at = from;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == ':')) {
            at++;
        }
        if (at == from || at >= text.length() || text.charAt(at) != '"') {
            return Optional.empty();
        }
        int end = endOfString(text, at);
        boolean whole = end < text.length() && end - at - 1 <= MAXIMUM_NAME;
        return whole ? Optional.of(text.substring(at + 1, end)) : Optional.empty();
    }
}
