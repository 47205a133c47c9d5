package io.driftseal.scanner.check;

import java.time.Instant;
import java.util.Optional;

/** What the scanner remembers of its own earlier looks, across restarts. */
public interface EarlierLooks {

    /** When its state began; what was recorded before may never have been sent here. */
    Optional<Instant> began();

    /** Whether this uid was there, unstamped, when the scanner first looked. */
    boolean presentAtInstallation(String uid);

    /** What made this uid adopted, although it was not adopted itself. */
    Optional<Inherited> inherited(String uid);

    /**
     * An adoption that came from above.
     *
     * @param baselineId of the ancestor, unchanged at that look
     * @param configurationHash of the workload at that look, which the ancestor explained
     */
    record Inherited(String baselineId, String configurationHash) {}
}
