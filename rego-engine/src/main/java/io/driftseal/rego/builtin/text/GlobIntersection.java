package io.driftseal.rego.builtin.text;

import io.driftseal.rego.builtin.BuiltinContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether two globs of {@code regex.globs_match} have a non-empty text in common, as the library
 * that OPA uses answers it: greedy over repeated tokens, which is not in every case the answer of
 * automata theory. Every question is answered once, so that the time is of the order of the product
 * of the lengths.
 */
final class GlobIntersection {

    private record Question(boolean star, boolean swapped, int left, int right) {}

    private final BuiltinContext context;
    private final List<GlobToken> left;
    private final List<GlobToken> right;
    private final Map<Question, Boolean> answers = new HashMap<>();

    private GlobIntersection(BuiltinContext context, List<GlobToken> left, List<GlobToken> right) {
        this.context = context;
        this.left = left;
        this.right = right;
    }

    /** Whether the two have a text in common. */
    static boolean exists(BuiltinContext context, String leftGlob, String rightGlob) {
        List<GlobToken> left = GlobToken.parse(leftGlob);
        List<GlobToken> right = GlobToken.parse(rightGlob);
        int start = 0;
        while (start < left.size()
                && start < right.size()
                && once(left.get(start))
                && once(right.get(start))) {
            if (!left.get(start).meets(right.get(start))) {
                return false;
            }
            start++;
        }
        // One token of the common beginning stays, and one of the common end: the rest needs
        // something to start with.
        start = Math.max(0, start - 1);
        int leftEnd = left.size() - 1;
        int rightEnd = right.size() - 1;
        while (leftEnd >= start
                && rightEnd >= start
                && once(left.get(leftEnd))
                && once(right.get(rightEnd))) {
            if (!left.get(leftEnd).meets(right.get(rightEnd))) {
                return false;
            }
            leftEnd--;
            rightEnd--;
        }
        if (leftEnd < left.size() - 1) {
            leftEnd++;
            rightEnd++;
        }
        var middle =
                new GlobIntersection(
                        context,
                        left.subList(start, leftEnd + 1),
                        right.subList(start, rightEnd + 1));
        return middle.plain(false, 0, 0);
    }

    private static boolean once(GlobToken token) {
        return token.flag() == GlobToken.Flag.ONCE;
    }

    private List<GlobToken> first(boolean swapped) {
        return swapped ? right : left;
    }

    private List<GlobToken> second(boolean swapped) {
        return swapped ? left : right;
    }

    /**
     * From these positions on, token by token until one repeats; {@code swapped}: the first glob is
     * the right one.
     */
    private boolean plain(boolean swapped, int firstAt, int secondAt) {
        List<GlobToken> one = first(swapped);
        List<GlobToken> two = second(swapped);
        int i = firstAt;
        int j = secondAt;
        while (i < one.size() && j < two.size()) {
            context.step(1);
            GlobToken a = one.get(i);
            GlobToken b = two.get(j);
            if (!once(a)) {
                return repeated(swapped, i, j);
            }
            if (!once(b)) {
                return repeated(!swapped, j, i);
            }
            if (!a.meets(b)) {
                return false;
            }
            i++;
            j++;
        }
        return i == one.size() && j == two.size();
    }

    private boolean repeated(boolean swapped, int at, int otherAt) {
        Question question =
                new Question(
                        first(swapped).get(at).flag() == GlobToken.Flag.STAR, swapped, at, otherAt);
        Boolean known = answers.get(question);
        if (known == null) {
            known = question.star() ? star(swapped, at, otherAt) : plus(swapped, at, otherAt);
            answers.put(question, known);
        }
        return known;
    }

    private boolean plus(boolean swapped, int at, int otherAt) {
        GlobToken plussed = first(swapped).get(at);
        GlobToken other = second(swapped).get(otherAt);
        if (!plussed.meets(other)) {
            return false;
        }
        if (star(swapped, at, otherAt + 1)) {
            return true;
        }
        return !once(other) && plain(swapped, at + 1, otherAt);
    }

    private boolean star(boolean swapped, int at, int otherAt) {
        List<GlobToken> starred = first(swapped);
        List<GlobToken> other = second(swapped);
        GlobToken token = starred.get(at);
        GlobToken next = at + 1 < starred.size() ? starred.get(at + 1) : null;
        for (int i = otherAt; i < other.size(); i++) {
            context.step(1);
            GlobToken t = other.get(i);
            if (next != null && t.meets(next) && plain(swapped, at + 1, i)) {
                return true;
            }
            if (!t.meets(token)) {
                return false;
            }
        }
        return next == null;
    }
}
