package io.driftseal.system.tools;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Tells a waiting person that a build goes on, and a log no more than a line every half minute. */
final class Progress {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(30);

    private final PrintStream out;
    private final InstantSource clock;
    private final String what;
    private final Instant started;
    private Instant lastLine;
    private int packages;

    Progress(PrintStream out, InstantSource clock, String what) {
        this.out = out;
        this.clock = clock;
        this.what = what;
        this.started = clock.instant();
        this.lastLine = started;
    }

    /** One line of {@code go build -v} is one package compiled or one module fetched. */
    void step() {
        packages++;
        Instant now = clock.instant();
        if (Duration.between(lastLine, now).compareTo(BETWEEN_LINES) >= 0) {
            lastLine = now;
            out.printf("  %s: %d steps, %d s%n", what, packages, seconds(now));
            out.flush();
        }
    }

    void done() {
        out.printf("  %s: done in %d s%n", what, seconds(clock.instant()));
        out.flush();
    }

    private long seconds(Instant now) {
        return Duration.between(started, now).toSeconds();
    }
}
