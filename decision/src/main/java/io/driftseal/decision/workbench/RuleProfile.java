package io.driftseal.decision.workbench;

import io.driftseal.rego.evaluation.CallObserver;
import io.driftseal.rego.plan.Location;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts and times the calls of one engine, which one thread uses. Rego has no recursion. */
final class RuleProfile implements CallObserver {

    private static final int DEPTH = 64;

    private final List<String> names = new ArrayList<>();
    private final List<Location> places = new ArrayList<>();

    private long[] calls = new long[0];
    private long[] own = new long[0];
    private long[] total = new long[0];

    /** Of the calls in progress: when they began, and how long what they called took. */
    private long[] begun = new long[DEPTH];

    private long[] within = new long[DEPTH];
    private int depth;

    @Override
    public void declared(int function, String name, Location location) {
        names.add(name.substring(name.indexOf('.') + 1).replaceFirst("^data\\.", ""));
        places.add(location);
        calls = new long[names.size()];
        own = new long[names.size()];
        total = new long[names.size()];
    }

    @Override
    public void entered(int function) {
        if (depth == begun.length) {
            begun = Arrays.copyOf(begun, depth * 2);
            within = Arrays.copyOf(within, depth * 2);
        }
        within[depth] = 0;
        begun[depth++] = System.nanoTime();
    }

    @Override
    public void left(int function) {
        long took = System.nanoTime() - begun[--depth];
        calls[function]++;
        total[function] += took;
        own[function] += took - within[depth];
        if (depth > 0) {
            within[depth - 1] += took;
        }
    }

    /** Forgets what was counted so far. */
    void clear() {
        Arrays.fill(calls, 0);
        Arrays.fill(own, 0);
        Arrays.fill(total, 0);
    }

    /**
     * Those that were called, the slowest by their own time first. Variants that the compiler made
     * of one rule, for tests that replace what it calls, are one.
     */
    List<RuleCost> costs() {
        Map<String, RuleCost> byRule = new TreeMap<>();
        for (int i = 0; i < names.size(); i++) {
            if (calls[i] > 0) {
                var cost =
                        new RuleCost(
                                names.get(i),
                                places.get(i).file(),
                                places.get(i).row(),
                                calls[i],
                                Duration.ofNanos(own[i]),
                                Duration.ofNanos(total[i]));
                byRule.merge(cost.name() + "\0" + cost.file(), cost, RuleProfile::sum);
            }
        }
        return byRule.values().stream()
                .sorted(Comparator.comparing(RuleCost::own).reversed())
                .toList();
    }

    private static RuleCost sum(RuleCost one, RuleCost other) {
        return new RuleCost(
                one.name(),
                one.file(),
                one.line(),
                one.calls() + other.calls(),
                one.own().plus(other.own()),
                one.total().plus(other.total()));
    }
}
