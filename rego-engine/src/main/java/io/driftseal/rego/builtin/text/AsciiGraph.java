package io.driftseal.rego.builtin.text;

import io.driftseal.rego.builtin.text.AsciiSyntax.Expression;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** An expression as a graph of places, in several of which a search may be at once. */
final class AsciiGraph {

    /** Places of a graph; a pattern of more has none. */
    private static final int MAXIMUM_PLACES = 256;

    private static final int NOWHERE = -1;

    private enum Kind {
        ONE,
        SPLIT,
        BEGIN,
        END,
        FOUND
    }

    private Kind[] kinds = new Kind[64];
    private int[] next = new int[64];
    private int[] other = new int[64];
    private CharSet[] sets = new CharSet[64];
    private int size;
    private int start;

    /** Of {@link #reach}: each place leads to two at most. */
    private final int[] pending = new int[2 * MAXIMUM_PLACES + 1];

    private static final class TooLargeException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLargeException() {
            super(null, null, false, false);
        }
    }

    private AsciiGraph() {}

    /** Empty where it is too large. */
    static Optional<AsciiGraph> of(Expression expression) {
        var graph = new AsciiGraph();
        try {
            int found = graph.place(Kind.FOUND, NOWHERE, NOWHERE, CharSet.NONE);
            graph.start = graph.before(expression, found);
            return Optional.of(graph);
        } catch (TooLargeException e) {
            return Optional.empty();
        }
    }

    private int place(Kind kind, int to, int orTo, CharSet set) {
        if (size == MAXIMUM_PLACES) {
            throw new TooLargeException();
        }
        if (size == kinds.length) {
            kinds = Arrays.copyOf(kinds, size * 2);
            next = Arrays.copyOf(next, size * 2);
            other = Arrays.copyOf(other, size * 2);
            sets = Arrays.copyOf(sets, size * 2);
        }
        kinds[size] = kind;
        next[size] = to;
        other[size] = orTo;
        sets[size] = set;
        return size++;
    }

    /** The place from which the expression leads to {@code after}. */
    private int before(Expression expression, int after) {
        return switch (expression) {
            case Expression.One one -> place(Kind.ONE, after, NOWHERE, one.set());
            case Expression.Begin _ -> place(Kind.BEGIN, after, NOWHERE, CharSet.NONE);
            case Expression.End _ -> place(Kind.END, after, NOWHERE, CharSet.NONE);
            case Expression.Sequence sequence -> {
                int to = after;
                for (Expression part : sequence.parts().reversed()) {
                    to = before(part, to);
                }
                yield to;
            }
            case Expression.Choice choice -> {
                int to = NOWHERE;
                for (Expression alternative : choice.alternatives()) {
                    int one = before(alternative, after);
                    to = to == NOWHERE ? one : place(Kind.SPLIT, one, to, CharSet.NONE);
                }
                yield to;
            }
            case Expression.Repeat repeat -> repeated(repeat, after);
        };
    }

    private int repeated(Expression.Repeat repeat, int after) {
        int to = after;
        if (repeat.unbounded()) {
            int loop = place(Kind.SPLIT, NOWHERE, after, CharSet.NONE);
            // First: it may put a longer array in the place of this one.
            int once = before(repeat.of(), loop);
            next[loop] = once;
            to = loop;
        } else {
            for (int i = repeat.least(); i < repeat.most(); i++) {
                to = place(Kind.SPLIT, before(repeat.of(), to), after, CharSet.NONE);
            }
        }
        for (int i = 0; i < repeat.least(); i++) {
            to = before(repeat.of(), to);
        }
        return to;
    }

    /** Where a search is that begins: at the beginning of the text, or within it. */
    BitSet start(boolean atBegin) {
        var reached = new BitSet(size);
        reach(start, atBegin, false, reached);
        return reached;
    }

    /** Whether more characters, or the end, may yet lead to a match. */
    boolean goesOn(BitSet places) {
        for (int i = places.nextSetBit(0); i >= 0; i = places.nextSetBit(i + 1)) {
            if (kinds[i] == Kind.ONE || kinds[i] == Kind.END) {
                return true;
            }
        }
        return false;
    }

    boolean isFound(BitSet places) {
        return places.get(0);
    }

    /** Whether the text may end here. */
    boolean isFoundAtEnd(BitSet places, boolean atBegin) {
        var reached = new BitSet(size);
        for (int i = places.nextSetBit(0); i >= 0; i = places.nextSetBit(i + 1)) {
            reach(i, atBegin, true, reached);
        }
        return reached.get(0);
    }

    /** Where a search is that was at {@code places}, behind the character. */
    BitSet behind(BitSet places, int character) {
        var reached = new BitSet(size);
        for (int i = places.nextSetBit(0); i >= 0; i = places.nextSetBit(i + 1)) {
            if (kinds[i] == Kind.ONE && sets[i].has(character)) {
                reach(next[i], false, false, reached);
            }
        }
        return reached;
    }

    /** Adds the places that are reached from this one without a character, and keeps this. */
    private void reach(int from, boolean atBegin, boolean atEnd, BitSet reached) {
        int count = 0;
        pending[count++] = from;
        while (count > 0) {
            int place = pending[--count];
            if (reached.get(place)) {
                continue;
            }
            reached.set(place);
            boolean open =
                    switch (kinds[place]) {
                        case SPLIT -> true;
                        case BEGIN -> atBegin;
                        case END -> atEnd;
                        case ONE, FOUND -> false;
                    };
            if (open) {
                pending[count++] = next[place];
                if (other[place] != NOWHERE) {
                    pending[count++] = other[place];
                }
            }
        }
    }

    /** All sets of characters that it tells apart. */
    List<CharSet> sets() {
        List<CharSet> all = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            if (kinds[i] == Kind.ONE) {
                all.add(sets[i]);
            }
        }
        return all.stream().distinct().toList();
    }
}
