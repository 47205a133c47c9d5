package io.driftseal.service.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/**
 * What a service answers about itself. Live: every registered loop makes progress. Ready: every
 * registered condition holds and the service is not draining.
 */
public final class Health {
    private final InstantSource clock;
    private final Map<String, ProgressCheck> progress = new ConcurrentSkipListMap<>();
    private final Map<String, Condition> conditions = new ConcurrentSkipListMap<>();
    private volatile boolean draining;

    /** {@code clock} should be monotonic in effect; a jump of the wall clock can fail liveness. */
    public Health(InstantSource clock) {
        this.clock = clock;
    }

    /** Registers a loop; its first round counts from now. */
    public ProgressCheck progress(String name, Duration limit) {
        ProgressCheck check = new ProgressCheck(name, limit, clock);
        if (progress.putIfAbsent(name, check) != null) {
            throw new IllegalArgumentException("a progress check is registered twice: " + name);
        }
        return check;
    }

    /** Registers a loop that keeps the time of its last progress itself. */
    public void progress(String name, Duration limit, Supplier<Instant> lastProgress) {
        ProgressCheck check = new ProgressCheck(name, limit, clock, lastProgress);
        if (progress.putIfAbsent(name, check) != null) {
            throw new IllegalArgumentException("a progress check is registered twice: " + name);
        }
    }

    /** Takes a loop out that has ended on purpose. */
    public void ended(ProgressCheck check) {
        progress.remove(check.name(), check);
    }

    /** Registers a readiness condition. */
    public void condition(String name, Condition condition) {
        if (conditions.putIfAbsent(name, condition) != null) {
            throw new IllegalArgumentException("a condition is registered twice: " + name);
        }
    }

    /** From now on not ready, for good. */
    public void drain() {
        draining = true;
    }

    public boolean draining() {
        return draining;
    }

    public Report liveness() {
        List<Check> checks = new ArrayList<>();
        progress.values().forEach(c -> checks.add(new Check(c.name(), c.failure())));
        return new Report(checks);
    }

    public Report readiness() {
        List<Check> checks = new ArrayList<>();
        conditions.forEach((name, condition) -> checks.add(new Check(name, condition.failure())));
        if (draining) {
            checks.add(new Check("draining", Optional.of("the service is stopping")));
        }
        return new Report(checks);
    }

    /** One check and, where it fails, why. */
    public record Check(String name, Optional<String> failure) {}

    /** Every check at one moment. */
    public record Report(List<Check> checks) {
        public Report {
            checks = List.copyOf(checks);
        }

        public boolean healthy() {
            return checks.stream().allMatch(check -> check.failure().isEmpty());
        }
    }
}
