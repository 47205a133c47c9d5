package io.driftseal.scanner.incident;

import java.util.Optional;

/** What was true when something was first seen, kept across restarts. */
public interface FirstSights {

    /** The value kept for this subject. */
    Optional<String> of(String subject);

    /** Keeps the value unless the subject has one; returns the one that is kept. */
    String keepFirst(String subject, String value);

    /** Replaces the value, after someone approved the change. */
    void replace(String subject, String value);

    /** The subject is gone; unknown ones are ignored. */
    void forget(String subject);
}
