package io.driftseal.rego.syntax;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The terms that were read, or could not be, by where they begin, so that another reading of the
 * same text takes them from here. A term that was read makes those behind its beginning forgotten:
 * they are part of it. OPA's parser does the same, and answers from its memory whatever the token
 * is taken for by now.
 */
final class TermMemory {

    /**
     * What came of a reading.
     *
     * @param term null where it failed
     * @param after how the stream was then
     * @param before the one that begins before it
     */
    record Reading(
            int offset, @Nullable Term term, TokenStream.Mark after, @Nullable Reading before) {}

    private @Nullable Reading last;
    private final Set<Integer> plainBraces = new HashSet<>();

    /**
     * Whether the braces there were looked at and open no operand of logic: without it, braces
     * within each other would be looked at twice as often at each level.
     */
    boolean isPlainBrace(int offset) {
        return plainBraces.contains(offset);
    }

    void rememberPlainBrace(int offset) {
        plainBraces.add(offset);
    }

    /** All the terms that are remembered, to {@link #reset} to. */
    @Nullable Reading mark() {
        return last;
    }

    void reset(@Nullable Reading mark) {
        last = mark;
    }

    @Nullable Reading find(TokenStream tokens) {
        int offset = tokens.offset();
        for (Reading at = last; at != null && at.offset() >= offset; at = at.before()) {
            if (at.offset() == offset) {
                return at;
            }
            tokens.step();
        }
        return null;
    }

    void remember(int offset, @Nullable Term term, TokenStream tokens) {
        Reading before = last;
        while (before != null && before.offset() >= offset) {
            before = before.before();
        }
        last = new Reading(offset, term, tokens.mark(), before);
    }
}
