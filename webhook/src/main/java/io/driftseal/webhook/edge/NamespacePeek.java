package io.driftseal.webhook.edge;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
    private static final byte[] MEMBER = "\"namespace\"".getBytes(StandardCharsets.US_ASCII);

    private NamespacePeek() {}

    /**
     * The value of {@code request.namespace}.
     *
     * @param body its first bytes; what is beyond the window is not looked at
     * @param length of what came of it
     */
    static Optional<String> namespace(byte[] body, int length) {
        int end = Math.min(length, WINDOW_BYTES);
        int depth = 0;
        for (int at = 0; at < end; at++) {
            byte c = body[at];
            if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            } else if (c == '"') {
                if (depth == 2 && isMember(body, at, end)) {
                    Optional<String> value = value(body, at + MEMBER.length, end);
                    if (value.isPresent()) {
                        return value;
                    }
                }
                at = endOfString(body, at, end);
            }
        }
        return Optional.empty();
    }

    private static boolean isMember(byte[] body, int at, int end) {
        int behind = at + MEMBER.length;
        return behind <= end && Arrays.equals(body, at, behind, MEMBER, 0, MEMBER.length);
    }

    private static int endOfString(byte[] body, int start, int end) {
        int at = start + 1;
        while (at < end && body[at] != '"') {
            at += body[at] == '\\' ? 2 : 1;
        }
        return at;
    }

    private static Optional<String> value(byte[] body, int from, int end) {
        int at = from;
        while (at < end && (body[at] == ' ' || body[at] == ':')) {
            at++;
        }
        if (at == from || at >= end || body[at] != '"') {
            return Optional.empty();
        }
        int close = endOfString(body, at, end);
        int length = close - at - 1;
        return close < end && length <= MAXIMUM_NAME
                ? Optional.of(new String(body, at + 1, length, StandardCharsets.ISO_8859_1))
                : Optional.empty();
    }
}
