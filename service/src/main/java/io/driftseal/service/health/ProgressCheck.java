package io.driftseal.service.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A loop that must come back within {@code limit}. The loop calls {@link #returned()} at the end of
 * every round; a round that waits for work must wait for less than the limit.
 */
public final class ProgressCheck {
    private final String name;
    private final Duration limit;
    private final InstantSource clock;
    private final Supplier<Instant> lastProgress;
    private volatile Instant last;

    ProgressCheck(String name, Duration limit, InstantSource clock) {
        this.name = name;
        this.limit = limit;
        this.clock = clock;
        this.last = clock.instant();
        this.lastProgress = () -> last;
    }

    ProgressCheck(
            String name, Duration limit, InstantSource clock, Supplier<Instant> lastProgress) {
        this.name = name;
        this.limit = limit;
        this.clock = clock;
        this.last = clock.instant();
        this.lastProgress = lastProgress;
    }

    /** The loop came back. */
    public void returned() {
        last = clock.instant();
    }

    String name() {
        return name;
    }

    Optional<String> failure() {
        Duration age = Duration.between(lastProgress.get(), clock.instant());
        return age.compareTo(limit) <= 0
                ? Optional.empty()
                : Optional.of(
                        "did not return for %d s, limit %d s"
                                .formatted(age.toSeconds(), limit.toSeconds()));
    }
}
