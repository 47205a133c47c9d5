package io.driftseal.rego.syntax;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Why a text is no module.
 *
 * @param location null where there is none
 * @param quoted whether the line is shown with it
 */
record SyntaxError(String message, @Nullable Location location, boolean quoted) {

    private static final String CODE = "rego_parse_error";

    /** Bytes of a line that is shown; a longer one is left out. */
    private static final int LONGEST_LINE = 10_000;

    /** As OPA writes it: file and row, or row and column without a file; the line and a mark. */
    String text(String file, byte[] source) {
        var text = new StringBuilder();
        int row = location == null ? 0 : location.row();
        int column = location == null ? 0 : location.column();
        if (file.isEmpty()) {
            text.append(row).append(':').append(column);
        } else {
            text.append(file).append(':').append(row);
        }
        text.append(": ").append(CODE).append(": ").append(message);
        if (quoted && location != null) {
            quote(text, location.offset(), source);
        }
        return text.toString();
    }

    private static void quote(StringBuilder text, int offset, byte[] source) {
        int at = Math.max(Math.min(offset, source.length - 1), 0);
        while (at > 0 && isSpace(source[at])) {
            at--;
        }
        int begin = at;
        while (begin > 0 && !isLineEnd(source[begin])) {
            begin--;
        }
        if (begin < source.length && isLineEnd(source[begin])) {
            begin++;
        }
        int end = at;
        while (end < source.length && !isLineEnd(source[end])) {
            end++;
        }
        begin = Math.min(begin, end);
        if (end - begin > LONGEST_LINE) {
            return;
        }
        String line = new String(source, begin, end - begin, StandardCharsets.UTF_8);
        int tabs = 0;
        while (tabs < line.length() && line.charAt(tabs) == '\t') {
            tabs++;
        }
        text.append("\n\t").append(line, tabs, line.length()).append("\n\t");
        text.repeat(' ', Math.max(at - begin - tabs, 0)).append('^');
    }

    private static boolean isSpace(byte character) {
        return switch (character & 0xFF) {
            case ' ', '\t', '\n', 0x0B, '\f', '\r', 0x85, 0xA0 -> true;
            default -> false;
        };
    }

    private static boolean isLineEnd(byte character) {
        return character == '\n' || character == '\r';
    }
}
