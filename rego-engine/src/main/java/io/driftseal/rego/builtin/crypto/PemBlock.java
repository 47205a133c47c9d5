package io.driftseal.rego.builtin.crypto;

import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.encoding.GoBase64;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One block of PEM.
 *
 * @param type what stands after BEGIN
 * @param bytes what it contains
 * @param end where in the text it ends
 */
@SuppressWarnings("ArrayRecordComponent")
record PemBlock(String type, byte[] bytes, int end) {

    static final String PREFIX = "-----BEGIN";

    private static final Pattern BLOCK =
            Pattern.compile(
                    "(?:^|\\n)-----BEGIN ([^\\n\\r]*?)-----[ \\t\\r]*\\n"
                            + "([^-]*+)-----END \\1-----[ \\t\\r]*(?:\\n|$)");

    /** Lines {@code Key: value} that may come before the bytes. */
    private static final Pattern HEADERS = Pattern.compile("^(?:[^:\\n]*:[^\\n]*\\n)+");

    /** The blocks of a text in order; what is none is skipped, as Go does. */
    static List<PemBlock> all(String text) {
        List<PemBlock> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        int from = 0;
        while (from <= text.length() && matcher.find(from)) {
            String base64 = HEADERS.matcher(matcher.group(2)).replaceFirst("");
            try {
                byte[] bytes = GoBase64.STANDARD.decode(base64.replaceAll("[ \\t\\r\\n]", ""));
                blocks.add(new PemBlock(matcher.group(1), bytes, matcher.end()));
            } catch (BuiltinException malformed) {
                // Not base64 between the lines: no block, and the search goes on behind it.
            }
            // The line break that ends a block may begin the next one.
            from = Math.max(matcher.end() - 1, matcher.start() + 1);
        }
        return blocks;
    }

    /** The text, or what it is the base64 of where it does not begin as PEM does. */
    static String pemOrBase64(String text) {
        if (text.startsWith(PREFIX)) {
            return text;
        }
        byte[] bytes = GoBase64.STANDARD.decode(text);
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
