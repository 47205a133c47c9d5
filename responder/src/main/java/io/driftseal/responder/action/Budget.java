package io.driftseal.responder.action;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many actions a namespace may see in a period: whoever can make workloads look drifted must
 * not be able to have us delete them all. What was spent is on disk before the action, so that a
 * restart, wanted or provoked, begins no new period.
 */
public final class Budget {

    /** Keeps what was spent across the ends of the process. */
    public interface Ledger {

        /** When this returns, it is on disk. */
        void spent(Spending spending) throws IOException;

        /** Everything spent that may still count. */
        List<Spending> spendings();
    }

    /**
     * One action.
     *
     * @param step plan and number of the step: a step that is taken up again spends nothing more
     */
    public record Spending(String step, String namespace, Instant time) {}

    private final int perNamespace;
    private final Duration period;
    private final Clock clock;
    private final Ledger ledger;
    private final Map<String, Deque<Spending>> spent = new HashMap<>();

    public Budget(int perNamespace, Duration period, Clock clock, Ledger ledger) {
        this.perNamespace = perNamespace;
        this.period = period;
        this.clock = clock;
        this.ledger = ledger;
        ledger.spendings().forEach(this::count);
    }

    /**
     * Takes one action out of the budget; false when nothing is left.
     *
     * @throws IOException when it could not be kept: then nothing may be done
     */
    public synchronized boolean spend(String step, String namespace) throws IOException {
        Instant now = clock.instant();
        Instant begin = now.minus(period);
        spent.values()
                .forEach(actions -> actions.removeIf(action -> action.time().isBefore(begin)));
        spent.values().removeIf(Deque::isEmpty);
        Deque<Spending> actions = spent.getOrDefault(namespace, new ArrayDeque<>());
        if (steps(actions).contains(step)) {
            return true;
        }
        if (actions.size() >= perNamespace) {
            return false;
        }
        Spending spending = new Spending(step, namespace, now);
        ledger.spent(spending);
        count(spending);
        return true;
    }

    private void count(Spending spending) {
        spent.computeIfAbsent(spending.namespace(), _ -> new ArrayDeque<>()).add(spending);
    }

    private static Set<String> steps(Deque<Spending> actions) {
        Set<String> steps = new HashSet<>();
        actions.forEach(action -> steps.add(action.step()));
        return steps;
    }
}
