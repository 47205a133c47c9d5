package io.driftseal.rego.builtin.text;

import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.text.Glob.CharacterSet;
import io.driftseal.rego.builtin.text.Glob.Op;
import io.driftseal.rego.builtin.text.Glob.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads a pattern by the rules of the library that OPA uses, and makes steps of it. */
final class GlobCompiler {

    /** Characters of a pattern: matching costs at most its length per character. */
    private static final int MAXIMUM_LENGTH = 8_192;

    /** Levels of braces within each other. */
    private static final int MAXIMUM_DEPTH = 64;

    private final String pattern;
    private final int[] input;
    private final CharacterSet single;
    private final List<Step> steps = new ArrayList<>();
    private int at;
    private int depth;

    GlobCompiler(String pattern, List<Integer> separators) {
        this.pattern = pattern;
        this.input = pattern.codePoints().toArray();
        int[] ranges = new int[separators.size() * 2];
        for (int i = 0; i < ranges.length; i++) {
            ranges[i] = separators.get(i / 2);
        }
        this.single = new CharacterSet(true, ranges);
    }

    Step[] compile() {
        if (input.length > MAXIMUM_LENGTH) {
            throw error("pattern of more than " + MAXIMUM_LENGTH + " characters");
        }
        sequence();
        add(Op.END);
        return steps.toArray(new Step[0]);
    }

    private void sequence() {
        while (at < input.length) {
            int c = input[at];
            if (depth > 0 && (c == ',' || c == '}')) {
                return;
            }
            at++;
            switch (c) {
                case '{' -> alternatives();
                case '[' -> characterClass();
                case '?' -> character(single);
                case '*' -> {
                    boolean twice = at < input.length && input[at] == '*';
                    at += twice ? 1 : 0;
                    star(twice ? CharacterSet.ALL : single);
                }
                case '\\' -> {
                    if (at == input.length) {
                        throw error("trailing backslash");
                    }
                    literal(input[at++]);
                }
                default -> literal(c);
            }
        }
    }

    private void literal(int c) {
        character(new CharacterSet(false, new int[] {c, c}));
    }

    private void character(CharacterSet set) {
        steps.add(new Step(Op.CHARACTER, set, 0, 0));
    }

    private int add(Op op) {
        steps.add(new Step(op, CharacterSet.ALL, 0, 0));
        return steps.size() - 1;
    }

    private void star(CharacterSet set) {
        int start = add(Op.EITHER);
        character(set);
        int jump = add(Op.JUMP);
        steps.set(jump, new Step(Op.JUMP, set, start, 0));
        steps.set(start, new Step(Op.EITHER, set, start + 1, jump + 1));
    }

    private void alternatives() {
        depth++;
        if (depth > MAXIMUM_DEPTH) {
            throw error("braces within each other more than " + MAXIMUM_DEPTH + " times");
        }
        List<Integer> ends = new ArrayList<>();
        while (true) {
            int choice = add(Op.EITHER);
            sequence();
            if (at == input.length) {
                throw error("unclosed `{`");
            }
            boolean last = input[at++] == '}';
            ends.add(add(Op.JUMP));
            Op op = last ? Op.JUMP : Op.EITHER;
            steps.set(choice, new Step(op, CharacterSet.ALL, choice + 1, steps.size()));
            if (last) {
                break;
            }
        }
        for (int end : ends) {
            steps.set(end, new Step(Op.JUMP, CharacterSet.ALL, steps.size(), 0));
        }
        depth--;
    }

    private void characterClass() {
        boolean negated = at < input.length && input[at] == '!';
        at += negated ? 1 : 0;
        requireMore();
        if (at + 1 < input.length && input[at + 1] == '-') {
            int low = input[at];
            at += 2;
            requireMore();
            int high = input[at++];
            if (high < low) {
                throw error("range hi character is less than lo");
            }
            close();
            character(new CharacterSet(negated, new int[] {low, high}));
            return;
        }
        List<Integer> set = new ArrayList<>();
        while (at < input.length && input[at] != ']') {
            int c = input[at++];
            if (c == '\\') {
                if (at == input.length) {
                    throw error("trailing backslash");
                }
                c = input[at++];
            }
            set.add(c);
        }
        close();
        if (set.isEmpty()) {
            throw error("could not parse range");
        }
        int[] ranges = new int[set.size() * 2];
        for (int i = 0; i < ranges.length; i++) {
            ranges[i] = set.get(i / 2);
        }
        character(new CharacterSet(negated, ranges));
    }

    private void close() {
        requireMore();
        if (input[at++] != ']') {
            throw error("expected close range character");
        }
    }

    private void requireMore() {
        if (at == input.length) {
            throw error("unexpected end of input");
        }
    }

    private BuiltinException error(String reason) {
        int characters = pattern.offsetByCodePoints(0, Math.min(at, input.length));
        int offset = pattern.substring(0, characters).getBytes(StandardCharsets.UTF_8).length;
        return BuiltinException.of("glob: syntax error at " + offset + ": " + reason);
    }
}
