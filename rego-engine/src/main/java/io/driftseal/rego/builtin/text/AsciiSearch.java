package io.driftseal.rego.builtin.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a pattern is found in a text of ASCII: one look into a table for each character, where
 * RE2/J goes through all places of the pattern. Made whole and never changed; patterns of more than
 * {@value #MAXIMUM_STATES} states, and those that {@link AsciiSyntax} does not read, have none.
 */
final class AsciiSearch {

    /** What a search says of a text. */
    enum Answer {
        FOUND,
        NOT_FOUND,
        /** The text is not all ASCII. */
        UNKNOWN;

        private static Answer of(boolean found) {
            return found ? FOUND : NOT_FOUND;
        }
    }

    private static final int MAXIMUM_STATES = 256;

    /** Places looked at while it is made: some milliseconds. */
    private static final int MAXIMUM_WORK = 300_000;

    private static final short ALREADY_FOUND = -1;
    private static final short NEVER_FOUND = -2;

    private final byte[] classes;
    private final int classCount;

    /** By state and class of character: the state behind it, or that all is said. */
    private final short[] table;

    private final boolean[] foundAtEnd;
    private final boolean foundAnyway;

    private AsciiSearch(
            byte[] classes,
            int classCount,
            short[] table,
            boolean[] foundAtEnd,
            boolean foundAnyway) {
        this.classes = classes;
        this.classCount = classCount;
        this.table = table;
        this.foundAtEnd = foundAtEnd;
        this.foundAnyway = foundAnyway;
    }

    /** Of a pattern that RE2/J took. */
    static Optional<AsciiSearch> of(String pattern) {
        return AsciiSyntax.read(pattern)
                .flatMap(AsciiGraph::of)
                .flatMap(graph -> Optional.ofNullable(new Making(graph).make()));
    }

    /** The text is short: nothing is counted. */
    Answer search(String text) {
        if (foundAnyway) {
            return Answer.FOUND;
        }
        int state = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > CharSet.LAST) {
                return Answer.UNKNOWN;
            }
            state = table[state * classCount + classes[c]];
            if (state < 0) {
                return Answer.of(state == ALREADY_FOUND);
            }
        }
        return Answer.of(foundAtEnd[state]);
    }

    /** The making of one: states are sets of places, from the start on until there is none new. */
    private static final class Making {
        private final AsciiGraph graph;
        private final BitSet restart;
        private final byte[] classes = new byte[CharSet.LAST + 1];
        private final int classCount;
        private final List<BitSet> states = new ArrayList<>();
        private final Map<BitSet, Integer> numbers = new HashMap<>();

        Making(AsciiGraph graph) {
            this.graph = graph;
            this.restart = graph.start(false);
            this.classCount = classify();
        }

        /** Characters that no set tells apart are of one class. */
        private int classify() {
            int count = 1;
            for (CharSet set : graph.sets()) {
                Map<Integer, Integer> split = new HashMap<>();
                for (int c = 0; c <= CharSet.LAST; c++) {
                    int side = classes[c] * 2 + (set.has(c) ? 1 : 0);
                    classes[c] = split.computeIfAbsent(side, _ -> split.size()).byteValue();
                }
                count = split.size();
            }
            return count;
        }

        @Nullable AsciiSearch make() {
            int[] examples = new int[classCount];
            for (int c = 0; c <= CharSet.LAST; c++) {
                examples[classes[c]] = c;
            }
            BitSet start = graph.start(true);
            // Never again reached: the beginning of the text is here alone.
            states.add(start);
            short[] table = new short[MAXIMUM_STATES * classCount];
            int work = 0;
            for (int state = 0; state < states.size(); state++) {
                for (int kind = 0; kind < classCount; kind++) {
                    table[state * classCount + kind] =
                            number(graph.behind(states.get(state), examples[kind]));
                }
                work += classCount * states.get(state).cardinality();
                if (states.size() > MAXIMUM_STATES || work > MAXIMUM_WORK) {
                    return null;
                }
            }
            boolean[] foundAtEnd = new boolean[states.size()];
            for (int state = 0; state < foundAtEnd.length; state++) {
                foundAtEnd[state] = graph.isFoundAtEnd(states.get(state), state == 0);
            }
            return new AsciiSearch(
                    classes,
                    classCount,
                    Arrays.copyOf(table, states.size() * classCount),
                    foundAtEnd,
                    graph.isFound(start));
        }

        private short number(BitSet reached) {
            reached.or(restart);
            if (graph.isFound(reached)) {
                return ALREADY_FOUND;
            }
            if (!graph.goesOn(reached)) {
                return NEVER_FOUND;
            }
            return numbers.computeIfAbsent(
                            reached,
                            added -> {
                                states.add(added);
                                return states.size() - 1;
                            })
                    .shortValue();
        }
    }
}
