package io.driftseal.rego.syntax;

/**
 * A comment.
 *
 * @param from offset of its text, behind the number sign
 * @param to offset behind its text, before {@code from} where OPA has no text at all
 */
record Comment(int from, int to, Location location) {

    /** A comment of the source, without the carriage returns at the end of its line. */
    static Comment of(byte[] source, Location location) {
        int from = location.offset() + 1;
        int to = location.end();
        if (to - from == 1 && source[from] == '\r') {
            return new Comment(from, from - 1, location);
        }
        while (to - from > 1 && source[to - 1] == '\r') {
            to--;
        }
        return new Comment(from, to, location);
    }
}
