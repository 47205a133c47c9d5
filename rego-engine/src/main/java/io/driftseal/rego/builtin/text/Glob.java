package io.driftseal.rego.builtin.text;

import io.driftseal.rego.builtin.BoundedCache;
import io.driftseal.rego.builtin.BuiltinContext;
import java.util.Arrays;
import java.util.List;

/**
 * A compiled pattern of {@code glob.match}: {@code *}, {@code **}, {@code ?}, classes and
 * alternatives. Matched by following all ways at once, so that no pattern makes it backtrack.
 * Immutable.
 */
final class Glob {

    /**
     * What a glob is compiled to.
     *
     * @param op what the step does
     * @param set the characters, for {@link Op#CHARACTER}
     * @param first where it goes on, for {@link Op#EITHER}
     * @param second where else it goes on
     */
    record Step(Op op, CharacterSet set, int first, int second) {}

    enum Op {
        /** Takes one character of a set and goes on to the next step. */
        CHARACTER,
        /** Goes on in two places. */
        EITHER,
        /** Goes on in the first place. */
        JUMP,
        /** The pattern is used up. */
        END
    }

    /**
     * A set of characters.
     *
     * @param negated all but those
     * @param ranges first and last of each range in turn
     */
    @SuppressWarnings("ArrayRecordComponent")
    record CharacterSet(boolean negated, int[] ranges) {

        static final CharacterSet ALL = new CharacterSet(true, new int[0]);

        boolean contains(int c) {
            for (int i = 0; i < ranges.length; i += 2) {
                if (c >= ranges[i] && c <= ranges[i + 1]) {
                    return !negated;
                }
            }
            return negated;
        }
    }

    private record Source(String pattern, List<Integer> separators) {}

    private static final BoundedCache<Source, Glob> COMPILED = new BoundedCache<>(512);

    private final Step[] program;

    private Glob(Step[] program) {
        this.program = program;
    }

    /**
     * The compiled pattern, kept for the next use; {@code *} and {@code ?} stop at the separators.
     *
     * @throws io.driftseal.rego.builtin.BuiltinException where it is none
     */
    static Glob of(String pattern, List<Integer> separators) {
        return COMPILED.get(
                new Source(pattern, separators),
                source -> new Glob(new GlobCompiler(pattern, separators).compile()));
    }

    /** Whether the whole text matches. */
    boolean matches(BuiltinContext context, String text) {
        int[] current = new int[program.length];
        int[] next = new int[program.length];
        int[] seen = new int[program.length];
        Arrays.fill(seen, -1);
        int count = follow(0, current, 0, seen, 0);
        int generation = 0;
        for (int at = 0; at < text.length() && count > 0; ) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            generation++;
            int reached = 0;
            for (int i = 0; i < count; i++) {
                Step step = program[current[i]];
                if (step.op() == Op.CHARACTER && step.set().contains(c)) {
                    reached = follow(current[i] + 1, next, reached, seen, generation);
                }
            }
            context.step(1 + count / 8);
            int[] swap = current;
            current = next;
            next = swap;
            count = reached;
        }
        for (int i = 0; i < count; i++) {
            if (program[current[i]].op() == Op.END) {
                return true;
            }
        }
        return false;
    }

    /** Adds the steps that wait for a character or the end, reached from {@code start}. */
    private int follow(int start, int[] into, int size, int[] seen, int generation) {
        int count = size;
        int at = start;
        while (true) {
            if (seen[at] == generation) {
                return count;
            }
            seen[at] = generation;
            Step step = program[at];
            switch (step.op()) {
                case JUMP -> at = step.first();
                case EITHER -> {
                    count = follow(step.first(), into, count, seen, generation);
                    at = step.second();
                }
                case CHARACTER, END -> {
                    into[count] = at;
                    return count + 1;
                }
            }
        }
    }
}
