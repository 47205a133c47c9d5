package io.driftseal.responder.action;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * How many actions a namespace may see in a period: whoever can make workloads look drifted must
 * not be able to have us delete them all. Kept in memory; a restart begins a new period.
 */
public final class Budget {

    private final int perNamespace;
    private final Duration period;
    private final Clock clock;
    private final Map<String, Deque<Instant>> spent = new HashMap<>();

    public Budget(int perNamespace, Duration period, Clock clock) {
        this.perNamespace = perNamespace;
        this.period = period;
        this.clock = clock;
    }

    /** Takes one action out of the budget; false when nothing is left. */
    public synchronized boolean spend(String namespace) {
        Instant now = clock.instant();
        Instant begin = now.minus(period);
        spent.values().forEach(times -> times.removeIf(time -> time.isBefore(begin)));
        spent.values().removeIf(Deque::isEmpty);
        Deque<Instant> times = spent.computeIfAbsent(namespace, _ -> new ArrayDeque<>());
        if (times.size() >= perNamespace) {
            return false;
        }
        times.add(now);
        return true;
    }
}
