package io.driftseal.rego.builtin.text;

import io.driftseal.rego.builtin.BuiltinException;
import java.util.ArrayList;
import java.util.List;

/**
 * One token of the globs of {@code regex.globs_match}: a set of characters, once or repeated.
 *
 * @param kind a dot is equal to dots only, whatever they match
 * @param ranges the characters, first and last of each range in turn, sorted and not touching;
 *     empty for a dot
 * @param flag how often
 */
record GlobToken(Kind kind, List<Integer> ranges, Flag flag) {

    enum Kind {
        CHARACTER,
        DOT,
        SET
    }

    enum Flag {
        ONCE,
        PLUS,
        STAR
    }

    /** Characters of one glob: the comparison of two is of the order of their product. */
    static final int MAXIMUM_LENGTH = 2_000;

    /** Whether some character fits both; repetition does not matter here. */
    boolean meets(GlobToken other) {
        if (kind == Kind.DOT || other.kind == Kind.DOT) {
            return true;
        }
        int mine = 0;
        int theirs = 0;
        while (mine < ranges.size() && theirs < other.ranges.size()) {
            if (ranges.get(mine + 1) < other.ranges.get(theirs)) {
                mine += 2;
            } else if (other.ranges.get(theirs + 1) < ranges.get(mine)) {
                theirs += 2;
            } else {
                return true;
            }
        }
        return false;
    }

    private boolean sameCharacters(GlobToken other) {
        return kind == other.kind && ranges.equals(other.ranges);
    }

    private GlobToken with(Flag repeated) {
        return new GlobToken(kind, ranges, repeated);
    }

    /**
     * The tokens of a glob, neighbours that repeat the same characters made one.
     *
     * @throws BuiltinException where it is none
     */
    static List<GlobToken> parse(String glob) {
        if (glob.length() > MAXIMUM_LENGTH) {
            throw BuiltinException.of("glob of more than " + MAXIMUM_LENGTH + " characters");
        }
        List<GlobToken> tokens = new Reader(glob).tokens();
        List<GlobToken> simple = new ArrayList<>();
        for (GlobToken token : tokens) {
            GlobToken last = simple.isEmpty() ? null : simple.getLast();
            boolean merge =
                    last != null
                            && last.flag != Flag.ONCE
                            && token.flag != Flag.ONCE
                            && last.sameCharacters(token);
            if (last == null || !merge) {
                simple.add(token);
                continue;
            }
            boolean plus = last.flag == Flag.PLUS || token.flag == Flag.PLUS;
            simple.set(simple.size() - 1, last.with(plus ? Flag.PLUS : Flag.STAR));
        }
        return simple;
    }

    /** Cuts a glob into tokens. */
    private static final class Reader {
        private final String glob;
        private final int[] input;
        private int at;
        private boolean escaped;

        Reader(String glob) {
            this.glob = glob;
            this.input = glob.codePoints().toArray();
        }

        List<GlobToken> tokens() {
            List<GlobToken> tokens = new ArrayList<>();
            while (at < input.length) {
                GlobToken token = one();
                if (at < input.length && (input[at] == '+' || input[at] == '*')) {
                    token = token.with(input[at] == '+' ? Flag.PLUS : Flag.STAR);
                    at++;
                }
                tokens.add(token);
            }
            return tokens;
        }

        private GlobToken one() {
            int c = next();
            if (escaped) {
                return new GlobToken(Kind.CHARACTER, List.of(c, c), Flag.ONCE);
            }
            return switch (c) {
                case '.' -> new GlobToken(Kind.DOT, List.of(), Flag.ONCE);
                case '[' -> new GlobToken(Kind.SET, set(), Flag.ONCE);
                case ']' -> throw invalid(at, "set-close ']' with no preceding '['");
                case '+', '*' ->
                        throw invalid(
                                at,
                                "flag '"
                                        + Character.toString(c)
                                        + "' must be preceded by a non-flag");
                default -> new GlobToken(Kind.CHARACTER, List.of(c, c), Flag.ONCE);
            };
        }

        private List<Integer> set() {
            List<int[]> ranges = new ArrayList<>();
            boolean previous = false;
            while (at < input.length) {
                int c = next();
                if (!escaped && c == ']') {
                    return normal(ranges);
                }
                if (!escaped && c == '-') {
                    int first = rangeStart(previous, ranges);
                    int last = rangeEnd(first);
                    ranges.add(new int[] {first, last});
                    previous = false;
                    continue;
                }
                ranges.add(new int[] {c, c});
                previous = true;
            }
            throw invalid(at, "found [ without matching ]");
        }

        private int rangeStart(boolean previous, List<int[]> ranges) {
            if (!previous) {
                throw invalid(at, "range character '-' must be preceded by a Unicode character");
            }
            if (at >= input.length - 1) {
                throw invalid(at, "range character '-' must be followed by a Unicode character");
            }
            return ranges.getLast()[0];
        }

        private int rangeEnd(int first) {
            int last = next();
            if (!escaped && (last == ']' || last == '-')) {
                throw invalid(at, "range character '-' cannot be followed by a special symbol");
            }
            if (last < first) {
                throw invalid(
                        at,
                        "range is out of order: '"
                                + Character.toString(last)
                                + "' comes before '"
                                + Character.toString(first)
                                + "' in Unicode");
            }
            return last;
        }

        private int next() {
            escaped = input[at] == '\\';
            if (!escaped) {
                return input[at++];
            }
            if (at == input.length - 1) {
                throw invalid(at, "input ends with a \\ (escape) character");
            }
            at += 2;
            return input[at - 1];
        }

        private static List<Integer> normal(List<int[]> ranges) {
            ranges.sort((a, b) -> Integer.compare(a[0], b[0]));
            List<Integer> merged = new ArrayList<>();
            for (int[] range : ranges) {
                int size = merged.size();
                if (size > 0 && range[0] <= merged.get(size - 1) + 1) {
                    merged.set(size - 1, Math.max(merged.get(size - 1), range[1]));
                } else {
                    merged.add(range[0]);
                    merged.add(range[1]);
                }
            }
            return List.copyOf(merged);
        }

        private BuiltinException invalid(int position, String problem) {
            return BuiltinException.of(
                    "input:"
                            + glob
                            + ", pos:"
                            + position
                            + ", "
                            + problem
                            + ": the input provided is invalid");
        }
    }
}
