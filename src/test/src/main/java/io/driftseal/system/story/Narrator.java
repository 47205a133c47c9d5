package io.driftseal.system.story;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/** Prints the story: one line per claim, with the time since the start and the proof under it. */
final class Narrator {

    private final PrintStream out;
    private final InstantSource clock;
    private final Instant begun;

    Narrator(PrintStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
        this.begun = clock.instant();
    }

    void chapter(String title) {
        out.println();
        out.println(title);
    }

    void cameTrue(String claim, Proof proof) {
        out.printf(Locale.ROOT, "  %s  ok    %s%n", elapsed(), claim);
        out.printf(Locale.ROOT, "                  %s%n", proof);
        out.flush();
    }

    void failed(String claim, String seen) {
        out.printf(Locale.ROOT, "  %s  FAIL  %s%n", elapsed(), claim);
        out.printf(Locale.ROOT, "                  seen instead: %s%n", seen);
        out.flush();
    }

    void skipped(String claim) {
        out.printf(Locale.ROOT, "  %s  skip  %s%n", elapsed(), claim);
    }

    void aside(String text) {
        text.lines().forEach(line -> out.println("          " + line));
        out.flush();
    }

    private String elapsed() {
        Duration since = Duration.between(begun, clock.instant());
        return String.format(Locale.ROOT, "%5.1fs", since.toMillis() / 1000.0);
    }
}
