package io.driftseal.decision.source.server;

import io.driftseal.decision.bundle.PolicyRefusedException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The records {@code LENGTH KEY=VALUE\n} of an extended header. Of them only a long name matters;
 * times and owners do not, and what would change a content's size or make a link is refused.
 */
final class PaxRecords {

    private PaxRecords() {}

    /** The name of the entry that follows, where the header has one. */
    static Optional<String> path(byte[] content) throws PolicyRefusedException {
        Optional<String> path = Optional.empty();
        int at = 0;
        while (at < content.length) {
            int space = at;
            while (space < content.length && content[space] != ' ') {
                space++;
            }
            int end = at + length(content, at, space);
            if (end > content.length || end < space + 2 || content[end - 1] != '\n') {
                throw malformed();
            }
            String record = new String(content, space + 1, end - space - 2, StandardCharsets.UTF_8);
            int equals = record.indexOf('=');
            if (equals < 1) {
                throw malformed();
            }
            switch (record.substring(0, equals)) {
                case "path" -> {
                    if (path.isPresent()) {
                        throw malformed();
                    }
                    path = Optional.of(record.substring(equals + 1));
                }
                case "size", "linkpath" -> throw malformed();
                default -> {
                    // Times, owners, comments.
                }
            }
            at = end;
        }
        return path;
    }

    /** Of all entries that follow: no name can be meant. */
    static void refusePath(byte[] content) throws PolicyRefusedException {
        if (path(content).isPresent()) {
            throw malformed();
        }
    }

    private static int length(byte[] content, int from, int to) throws PolicyRefusedException {
        String digits = new String(content, from, to - from, StandardCharsets.US_ASCII);
        if (!digits.matches("[1-9][0-9]{0,6}")) {
            throw malformed();
        }
        return Integer.parseInt(digits);
    }

    private static PolicyRefusedException malformed() {
        return BundleArchive.refused("has an extended header that is none, or one of a link");
    }
}
