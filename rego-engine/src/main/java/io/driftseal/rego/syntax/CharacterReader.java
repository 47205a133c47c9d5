package io.driftseal.rego.syntax;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the characters of a text in UTF-8 with their rows and columns, one ahead. */
final class CharacterReader {

    /** Where a reader is, to go back to. */
    record Position(int offset, int row, int column, int width, int current) {}

    /** Behind the last character. */
    static final int NONE = -1;

    private static final int BYTE_ORDER_MARK = 0xFEFF;
    private static final int BAD = -2;

    private final byte[] source;
    private List<String> problems = new ArrayList<>();
    private int current = NONE;

    /** Behind the current character; one more than there are bytes behind the last one. */
    private int offset;

    /** Of the current character in bytes; at the end still that of the last one. */
    private int width;

    private int row = 1;
    private int column;

    CharacterReader(byte[] source) {
        this.source = source;
        next();
        if (current == BYTE_ORDER_MARK) {
            next();
        }
    }

    Position position() {
        return new Position(offset, row, column, width, current);
    }

    void reset(Position position) {
        offset = position.offset();
        row = position.row();
        column = position.column();
        width = position.width();
        current = position.current();
    }

    int current() {
        return current;
    }

    /** Where the current character begins. */
    int begin() {
        return offset - width;
    }

    /** The current character where it is, and with no bytes yet. */
    Location here() {
        return new Location(row, column, begin(), begin());
    }

    /**
     * Where a text ends whose last byte is before the current character. OPA takes the current
     * character for a single byte here: no text is accepted where it is not.
     */
    int endOfText() {
        return Math.min(offset - 1, source.length);
    }

    /** Where a text begins whose delimiter, of one byte, is before the current character. */
    int delimiter() {
        return Math.max(begin() - 1, 0);
    }

    String text(int from, int to) {
        return new String(source, from, Math.max(to - from, 0), StandardCharsets.UTF_8);
    }

    byte[] source() {
        return source;
    }

    void problem(String problem) {
        problems.add(problem);
    }

    /** What was wrong since it was last asked. */
    List<String> takeProblems() {
        if (problems.isEmpty()) {
            return List.of();
        }
        List<String> taken = problems;
        problems = new ArrayList<>();
        return taken;
    }

    /** If the current character is this one, goes to the next. */
    boolean skip(char expected) {
        if (current != expected) {
            return false;
        }
        next();
        return true;
    }

    void next() {
        if (offset >= source.length) {
            current = NONE;
            offset = source.length + 1;
            return;
        }
        current = source[offset];
        width = 1;
        if (current == 0) {
            problem("illegal null character");
        } else if (current < 0) {
            decode();
        }
        offset += width;
        if (current == '\n') {
            row++;
            column = 0;
        } else {
            column++;
        }
    }

    private void decode() {
        int lead = source[offset] & 0xFF;
        int length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
        int character = lead & (0xFF >> (length + 1));
        for (int i = 1; i < length; i++) {
            int follower = offset + i < source.length ? source[offset + i] & 0xFF : 0;
            if ((follower & 0xC0) != 0x80) {
                length = 0;
            }
            character = (character << 6) | (follower & 0x3F);
        }
        boolean tooLong =
                (length == 3 && character < 0x800) || (length == 4 && character < 0x10000);
        boolean none =
                (character >= 0xD800 && character <= 0xDFFF)
                        || character > Character.MAX_CODE_POINT;
        if (length == 0 || tooLong || none) {
            current = BAD;
            problem("illegal utf-8 character");
            return;
        }
        current = character;
        width = length;
        if (character == BYTE_ORDER_MARK && offset > 0) {
            problem("illegal byte-order mark");
        }
    }
}
