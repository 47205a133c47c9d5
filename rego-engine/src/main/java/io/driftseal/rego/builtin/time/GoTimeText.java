package io.driftseal.rego.builtin.time;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Quotes texts as the messages of Go's time package do. */
final class GoTimeText {

    private GoTimeText() {}

    /** The text in quotes, what is not printable ASCII as hexadecimal bytes. */
    static String quote(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b < ' ') {
                out.append("\\x").append(HexFormat.of().toHexDigits(b));
            } else {
                if (b == '"' || b == '\\') {
                    out.append('\\');
                }
                out.append((char) b);
            }
        }
        return out.append('"').toString();
    }
}
